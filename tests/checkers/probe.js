// Runs in a page with two frames, "source" (style sheet in the head) and "inlined"; look(widths) compares and measures.

function describe(element) {
  return element.tagName.toLowerCase() + (element.className ? "." + element.className : "");
}

// Every element that is shown; the head is not, and inlining changes its style sheets by design.
function elements(page) {
  return [page.documentElement, page.body, ...page.body.querySelectorAll("*")];
}

function differences(source, inlined) {
  const left = elements(source), right = elements(inlined);
  const found = left.length === right.length ? [] : ["elements: " + left.length + " and " + right.length];
  left.slice(0, right.length).forEach((element, index) => {
    for (const pseudo of element.localName === "li" ? [null, "::marker"] : [null]) {
      const one = source.defaultView.getComputedStyle(element, pseudo);
      const two = inlined.defaultView.getComputedStyle(right[index], pseudo);
      for (const name of one) {
        const here = one.getPropertyValue(name), there = two.getPropertyValue(name);
        if (here !== there) found.push(`${describe(element)}${pseudo ?? ""} ${name}: ${here} / ${there}`);
      }
    }
  });
  return { found, compared: left.length };
}

function luminance(colour) {
  const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
  const linear = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function background(element) {
  const view = element.ownerDocument.defaultView;
  for (let at = element; at; at = at.parentElement) {
    const colour = view.getComputedStyle(at).backgroundColor;
    if (!/rgba\(.*, 0\)|transparent/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
}

// WCAG 2.2, 1.4.3: 4.5 to 1 for every text, whatever its size.
function faint(page) {
  const found = [], walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    const one = luminance(page.defaultView.getComputedStyle(element).color), two = luminance(background(element));
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) found.push(`${describe(element)} ${ratio.toFixed(2)}`);
  }
  return found;
}

// WCAG 2.2, 2.5.8 asks for 24 pixels; a thumb on a telephone wants 44. A link with a ground of its own is a button.
function low(page) {
  return [...page.querySelectorAll("a")]
    .filter((link) => !/rgba\(.*, 0\)|transparent/.test(page.defaultView.getComputedStyle(link).backgroundColor))
    .map((link) => [Math.round(link.getBoundingClientRect().height), link.textContent])
    .filter(([height]) => height < 44);
}

function smallest(page) {
  const sizes = [], walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    sizes.push(parseFloat(page.defaultView.getComputedStyle(element).fontSize));
  }
  return Math.min(...sizes);
}

// Pixels: the widest block of text. A line of 600 is as long as anybody can follow.
function widest(page) {
  const blocks = [...page.querySelectorAll("h1, h2, h3, p, li, blockquote")];
  return Math.max(0, ...blocks.map((block) => Math.round(block.getBoundingClientRect().width)));
}

function look(widths) {
  const page = (name) => document.getElementById(name).contentDocument;
  const result = { dark: page("inlined").defaultView.matchMedia("(prefers-color-scheme: dark)").matches, views: {} };
  for (const width of widths) {
    for (const frame of document.querySelectorAll("iframe")) frame.style.width = width + "px";
    const inlined = page("inlined");
    result.views[width] = {
      ...differences(page("source"), inlined),
      faint: faint(inlined),
      low: low(inlined),
      smallest: smallest(inlined),
      widest: widest(inlined),
      width: inlined.documentElement.scrollWidth,
    };
  }
  return result;
}

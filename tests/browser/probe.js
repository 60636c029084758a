// Runs in a page with two frames, "source" (style sheet in the head) and "inlined"; writes JSON into #result.
function describe(element) {
  return element.tagName.toLowerCase() + (element.className ? "." + element.className : "");
}

function differences(source, inlined) {
  const left = [...source.body.querySelectorAll("*")], right = [...inlined.body.querySelectorAll("*")];
  const found = left.length === right.length ? [] : ["elements: " + left.length + " and " + right.length];
  left.forEach((element, index) => {
    const one = source.defaultView.getComputedStyle(element);
    const two = inlined.defaultView.getComputedStyle(right[index]);
    for (const name of one) {
      if (one.getPropertyValue(name) !== two.getPropertyValue(name)) {
        found.push(`${describe(element)} ${name}: ${one.getPropertyValue(name)} / ${two.getPropertyValue(name)}`);
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

function small(page) {
  return [...page.querySelectorAll(".button a")]
    .map((link) => Math.round(link.getBoundingClientRect().height))
    .filter((height) => height < 44);
}

addEventListener("load", () => {
  const page = (name) => document.getElementById(name).contentDocument;
  const result = { dark: page("inlined").defaultView.matchMedia("(prefers-color-scheme: dark)").matches, views: {} };
  for (const width of [1200, 390, 320]) {
    for (const frame of document.querySelectorAll("iframe")) frame.style.width = width + "px";
    const inlined = page("inlined");
    result.views[width] = {
      ...differences(page("source"), inlined),
      faint: faint(inlined),
      small: small(inlined),
      width: inlined.documentElement.scrollWidth,
    };
  }
  document.body.innerHTML = "";
  document.body.append(Object.assign(document.createElement("pre"), { id: "result", textContent: JSON.stringify(result) }));
});

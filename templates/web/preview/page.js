"use strict";
// Texts of the issue are only ever set as text, never as markup. The letter's frame shares no origin with this page:
// it is told what to show by its address alone.
const $ = (id) => document.getElementById(id);
const page = document.documentElement, frame = $("letter"), memory = `preview ${location.pathname}`;
const tab = crypto.getRandomValues(new Uint32Array(3)).join("");
const first = { view: "letter", width: "desktop", scheme: "light", pictures: "on", marks: true, keys: true, language: "", reader: "sample" };
const chosen = { ...first, ...JSON.parse(sessionStorage.getItem(memory) ?? "{}") };
let seen = null, finding = 0, shown = "", asking = null, again = false, canGoForward = false;

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function post(where, body) {
  return fetch(where, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

// One question at a time; what changes meanwhile is asked for once more.
async function look() {
  if (asking) { again = true; return asking; }
  asking = ask().finally(() => { asking = null; if (again) { again = false; look(); } });
  return asking;
}

async function ask() {
  sessionStorage.setItem(memory, JSON.stringify(chosen));
  const wanted = { language: chosen.language, reader: chosen.reader, dark: chosen.scheme === "dark", pictures: chosen.pictures === "on", marks: chosen.marks };
  let answer;
  try {
    const reply = await post(`look/${tab}`, wanted);
    if (!reply.ok) throw new Error(reply.status);
    answer = await reply.json();
  } catch (error) {
    if (error instanceof TypeError) ended(); else tell("broken", "Something went wrong that was not foreseen. Save the file again.");
    return;
  }
  seen = answer;
  // What was chosen while the answer was on its way stands.
  for (const name of ["language", "reader"]) if (chosen[name] === wanted[name]) chosen[name] = answer[name];
  draw();
  // By what was shown, for the first question names no language: the same letter is not drawn twice.
  const now = JSON.stringify([{ ...wanted, language: answer.language, reader: answer.reader }, answer.letter?.digest]);
  if (now !== shown && answer.letter) { shown = now; await renew(); }
}

function draw() {
  const { letter, error } = seen;
  document.title = `${seen.slug} · Preview`;
  $("slug").textContent = seen.slug;
  drawError(error, letter);
  drawChoices();
  drawView();
  drawFindings();
  if (letter) { drawInbox(letter); drawHeaders(letter); drawSize(letter.size); $("text-part").textContent = letter.text; $("text-part").dir = letter.direction; }
  const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (error) tell("broken", "A file cannot be read"); else tell("", `Up to date, ${time}`);
}

function tell(state, words) {
  $("live").className = `live ${state}`;
  $("status").textContent = words;
}

function ended() {
  tell("ended", "The preview has ended. Start it again at your terminal.");
}

function drawError(error, letter) {
  $("error").hidden = !error;
  $("error-message").textContent = error?.message ?? "";
  $("error-remedy").textContent = error?.remedy ?? "";
  $("error-note").hidden = !letter;
  $("stage").classList.toggle("old", Boolean(error));
}

function drawChoices() {
  for (const name of ["view", "width", "scheme", "pictures"])
    for (const input of document.getElementsByName(name)) input.checked = input.value === chosen[name];
  $("marks").checked = chosen.marks;
  $("keys-on").checked = chosen.keys;
  drawLanguages();
  $("reader").replaceChildren(...seen.readers.map(({ key, label }) => make("option", { value: key, textContent: label, selected: key === chosen.reader })));
  $("look-up").hidden = !seen.can_look_up;
}

// Drawn anew only when there are others, so that the focus stays where it is.
function drawLanguages() {
  const place = $("languages"), codes = seen.languages.map(({ code }) => code).join(" ");
  if (place.dataset.codes !== codes) {
    place.dataset.codes = codes;
    for (const label of place.querySelectorAll("label")) label.remove();
    place.append(...seen.languages.map(({ code, name }) => {
      const input = make("input", { type: "radio", name: "language", value: code });
      return make("label", {}, input, make("span", { lang: code, textContent: name }));
    }));
  }
  for (const input of document.getElementsByName("language")) input.checked = input.value === chosen.language;
}

function drawView() {
  page.dataset.view = chosen.view;
  page.dataset.width = chosen.width;
  page.dataset.scheme = chosen.scheme;
  const has = Boolean(seen?.letter);
  $("device").hidden = !has || chosen.view !== "letter";
  $("text").hidden = !has || chosen.view !== "text";
  $("headers").hidden = !has || chosen.view !== "headers";
  $("nothing").hidden = has;
  fit();
}

function drawInbox({ sender, subject, preheader, direction }) {
  $("sender").textContent = sender;
  $("subject").textContent = subject || "(no subject)";
  $("preheader").textContent = preheader;
  $("inbox").dir = direction;
}

function drawInboxMarks() {
  const here = chosen.marks ? seen.findings.filter(({ place }) => place === "inbox") : [];
  $("inbox-marks").replaceChildren(...here.map(({ number, level }) =>
    make("span", { className: `number ${level} ${number === finding ? "chosen" : ""}`, textContent: number })));
}

function drawHeaders({ headers, by_provider }) {
  $("header-list").replaceChildren(...headers.flatMap(([name, value]) => [make("dt", { textContent: name }), make("dd", { textContent: value, dir: "auto" })]));
  $("provider-note").hidden = !by_provider;
}

const kilobytes = (bytes) => `${(bytes / 1000).toLocaleString([], { maximumFractionDigits: bytes < 10000 ? 1 : 0 })} kB`;

function drawSize({ html, text, mail, large, largest, gmail }) {
  $("size").textContent = `${kilobytes(html)} of ${kilobytes(gmail)}`;
  $("fill").style.width = `${Math.min(100, (100 * html) / gmail)}%`;
  $("limit").style.insetInlineStart = `${(100 * largest) / gmail}%`;
  $("meter").className = `meter ${html > largest ? "largest" : html > large ? "large" : ""}`;
  $("size-note").textContent = `Gmail cuts a letter at ${kilobytes(gmail)}, with what providers add; ${kilobytes(largest)} is our limit (the line). Text part ${kilobytes(text)}, whole mail ${kilobytes(mail)}.`;
}

function drawFindings() {
  const { findings } = seen, blockers = findings.filter(({ level }) => level === "blocker").length;
  const advice = findings.length - blockers;
  $("findings-count").textContent = [blockers && `${blockers} to mend`, advice && `${advice} to think about`].filter(Boolean).join(", ");
  const focused = document.activeElement?.dataset?.number;
  $("finding-list").replaceChildren(...findings.map(drawFinding));
  if (!findings.length && !seen.error) $("finding-list").append(make("li", { className: "fine", textContent: "Nothing stands in the way of sending." }));
  $("marks-choice").hidden = !findings.some(({ place }) => place);
  drawInboxMarks();
  if (focused) document.querySelector(`[data-number="${Number(focused)}"]`)?.focus();
}

function drawFinding({ number, level, message, remedy, where, place }) {
  const body = make("span", { className: "body" },
    make("span", { className: "level", textContent: level === "blocker" ? "Blocker: " : "Advice: " }), message,
    make("span", { className: "cure", textContent: remedy }), make("span", { className: "where", textContent: where }));
  const box = make(place ? "button" : "div", { className: `finding ${level}` }, make("span", { className: "number", textContent: number }), body);
  if (place) {
    box.type = "button";
    box.dataset.number = number;
    box.title = "Show the place in the letter";
    box.ariaCurrent = String(number === finding);
    box.addEventListener("click", () => goTo(number));
  }
  return make("li", {}, box);
}

async function goTo(number) {
  finding = number;
  const before = chosen.marks && chosen.view === "letter";
  Object.assign(chosen, { marks: true, view: "letter" });
  if (before) drawFindings(); else await look();
  $("marks").checked = true;
  const { place } = seen.findings.find((each) => each.number === number);
  for (const mark of $("inbox-marks").children) mark.classList.toggle("chosen", Number(mark.textContent) === number);
  if (place === "letter") frame.contentWindow.location.replace(new URL(`letter/${tab}#finding-${number}`, location).href);
  $("device").scrollIntoView({ block: "nearest" });
}

// The frame is opaque to us, so nobody can read how far it is scrolled; but a browser that goes back in its history
// restores that by itself. So the frame goes to an empty page and back, and is loaded anew where it was.
async function renew() {
  const target = new URL(`letter/${tab}`, location).href;
  if (!frame.dataset.loaded) {
    frame.dataset.loaded = "yes";
    frame.contentWindow.location.replace(target);
    return loaded();
  }
  const before = history.length;
  frame.contentWindow.location.href = new URL(`empty?look=${tab}`, location).href;
  await loaded();
  canGoForward ||= history.length > before;
  if (!canGoForward) { frame.contentWindow.location.replace(target); return loaded(); }
  history.back();
  return loaded();
}

function loaded() {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 3000);
    frame.addEventListener("load", () => { clearTimeout(late); resolve(); }, { once: true });
  });
}

// A desktop's letter keeps its 700 pixels where there is less room: it is drawn smaller.
function fit() {
  const room = $("screen").clientWidth, width = chosen.width === "phone" ? 390 : 700;
  if (!room) return;
  const scale = Math.min(1, room / width);
  frame.style.transform = scale < 1 ? `scale(${scale})` : "";
  frame.style.height = `${100 / scale}%`;
}

function choose(name, value) {
  chosen[name] = value;
  if (name === "view" || name === "width" || name === "keys") {
    sessionStorage.setItem(memory, JSON.stringify(chosen));
    drawChoices();
    drawView();
  } else look();
}

const other = (name, one, two) => choose(name, chosen[name] === one ? two : one);

function nextOf(values, value) {
  return values[(values.indexOf(value) + 1) % values.length];
}

const keys = {
  p: () => other("width", "phone", "desktop"),
  d: () => other("scheme", "dark", "light"),
  i: () => other("pictures", "off", "on"),
  t: () => other("view", "text", "letter"),
  h: () => other("view", "headers", "letter"),
  m: () => choose("marks", !chosen.marks),
  l: () => choose("language", nextOf(seen.languages.map(({ code }) => code), chosen.language)),
  n: () => {
    const numbers = seen.findings.filter(({ place }) => place).map(({ number }) => number);
    if (numbers.length) goTo(nextOf(numbers, finding));
  },
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("input[type=text], select");
  if (!chosen.keys || typing || event.ctrlKey || event.metaKey || event.altKey || !seen) return;
  const deed = keys[event.key.toLowerCase()];
  if (deed) { event.preventDefault(); deed(); }
});

document.addEventListener("change", ({ target }) => {
  if (target.name === "language" || first[target.name] !== undefined) choose(target.name, target.value);
  else if (target.id === "reader") choose("reader", target.value);
  else if (target.id === "marks") choose("marks", target.checked);
  else if (target.id === "keys-on") choose("keys", target.checked);
});

$("look-up").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = $("wanted");
  $("look-up-error").textContent = "";
  const reply = await post("reader", { wanted: field.value }).catch(() => null);
  if (!reply) return ended();
  const answer = await reply.json().catch(() => ({ message: "The list could not be read.", remedy: "" }));
  if (!reply.ok) { $("look-up-error").textContent = `${answer.message} ${answer.remedy}`; return; }
  field.value = "";
  chosen.reader = answer.reader;
  if (seen.languages.some(({ code }) => code === answer.language)) chosen.language = answer.language;
  look();
});

new ResizeObserver(fit).observe($("screen"));
addEventListener("load", async () => {
  await look();
  const changes = new EventSource("changes");
  // Also after a gap: what changed meanwhile was not told.
  changes.addEventListener("open", look);
  changes.addEventListener("message", look);
  changes.addEventListener("error", ended);
});

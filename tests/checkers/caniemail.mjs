// node caniemail.mjs FILE…: which features of these pages which mail programs lack or half have, each once, as JSON:
// {file: [{client, title, support, unknown}]}. `support` is "none" or "partial"; `unknown`: the data do not say.
import { readFileSync } from "node:fs";
// The package forgets Outlook.com in its list of clients, though its data know it: the list is reached past the exports.
import { clientNames } from "./node_modules/caniemail/dist/clients.js";

clientNames.push("outlook.outlook-com");
const { caniemail, rawData } = await import("caniemail");

// It throws at a feature of which its data say nothing for one client. "u" is its own sign for "not known".
const unknown = new Set();
for (const { title, stats } of rawData.data) {
  for (const client of clientNames) {
    const [family, platform] = client.split(".");
    stats[family] ??= {};
    if (!stats[family][platform]) {
      stats[family][platform] = { 0: "u" };
      unknown.add(`${client} ${title}`);
    }
  }
}

// It finds "transform" in "text-transform" and "height" in "line-height": a property counts where it is declared.
function isDeclared(title, html) {
  const property = /^([a-z-]+)( property| shorthand)?$/.exec(title)?.[1];
  return !property || new RegExp(`(?<![a-z-])${property}\\s*:`).test(html);
}

function findings(html) {
  const { issues } = caniemail({ clients: ["*"], html });
  const found = new Map();
  for (const kind of [issues.errors, issues.warnings]) {
    for (const [client, those] of kind) {
      for (const { title, support } of those.filter(({ title }) => isDeclared(title, html))) {
        const name = `${client} ${title}`;
        found.set(name, { client, title, support, unknown: unknown.has(name) });
      }
    }
  }
  return [...found.values()];
}

const files = process.argv.slice(2);
console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file, findings(readFileSync(file, "utf-8"))]))));

/** Discord's markdown, as elements. */

import { h } from "./dom.js";
import { painted } from "./paint.js";
import { session, state } from "./state.js";

const FENCE = /(```[\s\S]+?```)/;
const LIST = /^( *)([-*+]|\d+\.) +(.+)$/;
const plainRun = /[\s\S][^\\`<[*_~|@h]*/y; // up to where the next mark could begin

/** Show *text* in a box; what was there already and has not changed stays untouched. */
export function grow(box, text) {
  const wanted = blocks(text);
  const shown = box.blocks ?? [];
  let same = 0;
  while (same < shown.length && same < wanted.length && shown[same].source === wanted[same].source) same += 1;
  for (const old of shown.slice(same)) old.node.remove();
  const fresh = wanted.slice(same);
  for (const block of fresh) box.append((block.node = block.make()));
  box.blocks = [...shown.slice(0, same), ...fresh];
}

/** Give *text* in one line without its marks and secrets, for a quotation or for a voice. */
export function plain(text) {
  const box = h("div", {}, blocks(text).map((block) => [block.make(), " "]));
  for (const node of box.querySelectorAll("discord-mention")) node.prepend(SIGNS[node.getAttribute("type")]);
  for (const node of box.querySelectorAll("discord-spoiler")) node.textContent = "▇▇▇";
  return box.textContent.replace(/\s+/g, " ").trim();
}

function blocks(text) {
  const found = [];
  for (const part of text.split(FENCE)) {
    if (FENCE.test(part)) found.push({ source: part, make: () => fence(part) });
    else found.push(...lineBlocks(part.replace(/^\n|\n$/g, "")));
  }
  return found;
}

function lineBlocks(text) {
  if (!text) return [];
  const found = [];
  for (const line of text.split("\n")) {
    const last = found.at(-1);
    const kind = last?.kind === "rest" ? last.kind : kindOf(line);
    if (last?.kind === kind && !SINGLE.has(kind)) last.lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found.map(({ kind, lines }) => ({
    source: `${kind}\n${lines.join("\n")}`,
    make: () => BLOCKS[kind](lines),
  }));
}

const SIGNS = { user: "@", role: "@", channel: "#", slash: "/" };
const SINGLE = new Set(["header", "small"]);

function kindOf(line) {
  if (line.startsWith(">>> ")) return "rest";
  if (line.startsWith("> ")) return "quote";
  if (/^#{1,3} +\S/.test(line)) return "header";
  if (/^-# +\S/.test(line)) return "small";
  return LIST.test(line) ? "list" : "text";
}

const BLOCKS = {
  text: (lines) => h("div", { class: "lines" }, inline(lines.join("\n"))),
  quote: (lines) => quote(lines.map((line) => line.slice(2)).join("\n")),
  rest: (lines) => quote(lines.join("\n").slice(4)),
  small: ([line]) => h("discord-subscript", {}, inline(line.slice(3).trim())),
  header: ([line]) => {
    const [, marks, title] = /^(#+) +(.*)$/.exec(line);
    const level = { class: `header-${marks.length}`, role: "heading", "aria-level": marks.length + 2 };
    return h("div", level, inline(title));
  },
  list: (lines) => list(lines.map((line) => LIST.exec(line)), 0),
};

const quote = (text) => h("discord-quote", {}, h("div", { class: "lines" }, inline(text)));

/** Take the items from the front that are at least as deep as *least*, and build their list. */
function list(items, least) {
  const number = parseInt(items[0][2], 10);
  const box = Number.isNaN(number) ? h("ul") : h("ol", { start: number });
  let depth = items[0][1].length;
  while (items.length && items[0][1].length >= least) {
    if (items[0][1].length > depth) {
      box.lastElementChild.append(list(items, depth + 1));
    } else {
      const [, indent, , words] = items.shift();
      depth = indent.length;
      box.append(h("li", {}, inline(words)));
    }
  }
  return box;
}

function fence(source) {
  const [, language, code] = /^```(?:([\w+#.-]+)\n)?\n?([\s\S]*?)\n?```$/.exec(source);
  return h("discord-code", { multiline: true, tabindex: "0", role: "group" }, painted(code, language));
}

const RULES = [
  [/\\([^\p{L}\p{N}\s])/uy, (match) => match[1]],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (match) => h("discord-code", {}, match[2].replace(/^ (.+) $/, "$1"))],
  [/<@!?(\d+)>/y, ([all, id]) => mention("user", state.users.get(id)?.name, all, id === state.me?.id)],
  [/<@&(\d+)>/y, ([all, id]) => mention("role", state.roles.find((role) => role.id === id)?.name, all)],
  [/<#(\d+)>/y, ([all, id]) => mention("channel", state.places.get(id)?.name, all)],
  [/<\/([^:>\n]+):\d+>/y, ([, name]) => mention("slash", name)],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, ([, seconds, style]) => time(Number(seconds), style ?? "f")],
  [/<a?:(\w{2,32}):\d+>/y, ([, name]) => `:${name}:`],
  [/\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/y, ([, words, url]) => link(url, inline(words))],
  [/<(https?:\/\/[^\s>]+)>/y, ([, url]) => link(url, url)],
  [/https?:\/\/[^\s<]*[^\s<.,:;"'\])*_~|]/y, ([url]) => link(url, url)],
  [/\*\*([\s\S]+?)\*\*(?!\*)/y, ([, words]) => h("strong", {}, inline(words))],
  [/__([\s\S]+?)__(?!_)/y, ([, words]) => h("u", {}, inline(words))],
  [/~~([\s\S]+?)~~/y, ([, words]) => h("s", {}, inline(words))],
  [/\|\|([\s\S]+?)\|\|/y, ([, words]) => spoiler(words)],
  [/\*(?=\S)((?:\*\*|[^*])+?)(?<=\S)\*(?!\*)/y, ([, words]) => h("em", {}, inline(words))],
  [/(?<![\p{L}\p{N}_])_([^_]+)_(?![\p{L}\p{N}_])/uy, ([, words]) => h("em", {}, inline(words))],
  [/@(everyone|here)\b/y, ([, name]) => mention("user", name)],
];

function inline(text) {
  const found = [];
  for (let at = 0; at < text.length; ) {
    const [length, made] = take(text, at);
    found.push(made);
    at += length;
  }
  return found;
}

function take(text, at) {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [match[0].length, make(match)];
  }
  plainRun.lastIndex = at;
  const [run] = plainRun.exec(text);
  return [run.length, run];
}

function mention(type, name, otherwise, highlight = false) {
  return name === undefined ? otherwise : h("discord-mention", { type, highlight }, name);
}

const link = (href, words) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);

function spoiler(words) {
  const node = h("discord-spoiler", { role: "button", tabindex: "0" }, inline(words));
  const open = () => { node.activated = true; node.setAttribute("activated", ""); };
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
  return node;
}

const TIMES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [
  ["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1],
];

function time(seconds, style) {
  const whole = new Intl.DateTimeFormat(session.locale, TIMES[style] ?? TIMES.F).format(seconds * 1000);
  if (style !== "R") return h("discord-time", { title: whole }, whole);
  return h("discord-time", { title: whole, "data-at": seconds }, ago(seconds));
}

/** Bring what says how long ago something is, or how soon, up to date. */
export function count() {
  for (const node of document.querySelectorAll("[data-at]")) node.textContent = ago(Number(node.dataset.at));
}

function ago(seconds) {
  const away = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(away) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(session.locale, { numeric: "auto" }).format(Math.round(away / size), unit);
}

/** Colours for code: what most languages have in common, and no more. */

import { h } from "./dom.js";

const PROSE = /^(text|txt|diff|md|markdown)$/;
const HASH_COMMENTS = /^(py|python|sh|bash|shell|yaml|yml|toml|ruby|rb|r|ini|dockerfile)$/;
const WORDS = new Set(`
  and as async await break case catch class const continue def default del do elif else enum except export
  extends false False finally fn for from func function if impl import in interface is lambda let match mut new
  nil None not null or package pass private pub public raise return self static struct super switch this throw
  true True try type use var void while with yield
  SELECT FROM WHERE JOIN ON GROUP ORDER BY INSERT INTO VALUES UPDATE SET CREATE TABLE`.trim().split(/\s+/));
const NOTE_AFTER_HASH = /#[^\n]*/;
const NOTE_AFTER_SLASHES = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|--[^\n]*/;
const STRING = /"""[\s\S]*?"""|"(?:\\.|[^"\n\\])*"|'(?:\\.|[^'\n\\])*'|`[^`]*`/;
const NUMBER = /\b\d[\w.]*/;
const WORD = /[A-Za-z_]\w*/;

/** Give *code* with its comments, texts, numbers and well-known words in spans of their own. */
export function painted(code, language) {
  if (!language || PROSE.test(language)) return [code];
  const note = HASH_COMMENTS.test(language) ? NOTE_AFTER_HASH : NOTE_AFTER_SLASHES;
  const token = new RegExp([note, STRING, NUMBER, WORD].map((each) => `(${each.source})`).join("|"), "g");
  const found = [];
  let done = 0;
  for (const match of code.matchAll(token)) {
    const kind = kindOf(match);
    if (kind === null) continue;
    found.push(code.slice(done, match.index), h("span", { class: `code-${kind}` }, match[0]));
    done = match.index + match[0].length;
  }
  return [...found, code.slice(done)];
}

function kindOf([, note, string, number, word]) {
  if (note) return "note";
  if (string) return "string";
  if (number) return "number";
  return WORDS.has(word) ? "word" : null;
}

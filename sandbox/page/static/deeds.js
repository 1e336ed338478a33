/** Doing something, and showing what came of it: a form to fill in, or words about what went wrong. */

import { offered } from "./controls.js";
import { $, h } from "./dom.js";
import { grow } from "./markdown.js";
import { perform } from "./state.js";
import { t } from "./texts.js";

const NOTICE_LASTS = 6000; // milliseconds
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const PARAGRAPH = 2;

/** Do something; gives what came of it, or null after telling the person why it failed. */
export async function attempt(verb, given) {
  try {
    const outcome = await perform(verb, given);
    if (outcome.state === "failed") notify(t("failed"));
    if (outcome.form) openForm(outcome.form);
    return outcome;
  } catch (error) {
    notify(wordsFor(error));
    return null;
  }
}

/** A browser that reaches nobody, or reads half an answer, has no words for people. */
const wordsFor = (error) => (error instanceof TypeError || error instanceof SyntaxError ? t("noAnswer") : error.message);

/** Show words for a moment, to eyes and ears. */
export function notify(words) {
  const note = h("div", { class: "note" }, words);
  $("notes").append(note);
  setTimeout(() => note.remove(), NOTICE_LASTS);
}

function openForm(form) {
  const dialog = $("form");
  const wrong = h("p", { class: "wrong", role: "alert" });
  const body = h("form", { onsubmit: (event) => { event.preventDefault(); send(); } },
    h("h2", { id: "form-title" }, form.title),
    form.components.map(part),
    wrong,
    h("div", { class: "ends" },
      h("button", { type: "button", class: "button style-2", onclick: () => dialog.close() }, t("cancel")),
      h("button", { type: "submit", class: "button style-1" }, t("submit"))));
  dialog.replaceChildren(body);
  dialog.showModal();
  body.querySelector("input, textarea, select")?.focus();

  async function send() {
    const fields = Object.fromEntries(new FormData(body));
    try {
      const outcome = await perform("submit", { form: form.id, fields });
      if (outcome.state === "failed") throw new Error(t("formFailed"));
      dialog.close();
      if (outcome.form) openForm(outcome.form);
    } catch (error) {
      wrong.textContent = wordsFor(error);
    }
  }
}

/** Draw one part of a form: a row around a field, a label around a field, or a text. */
function part(given) {
  if (given.type === TEXT_DISPLAY) {
    const box = h("div");
    grow(box, given.content);
    return box;
  }
  const inner = given.component ?? given.components?.[0];
  const name = given.label ?? inner.label;
  const required = inner.required ?? true;
  return h("label", { class: "field" },
    h("span", {}, name, required ? h("span", { class: "star", "aria-hidden": "true" }, " *") : null),
    given.description ? h("small", {}, given.description) : null,
    field(inner, required));
}

function field(given, required) {
  const common = { name: given.custom_id, required, placeholder: given.placeholder };
  if (given.type !== TEXT_INPUT) {
    return h("select", common, required ? null : h("option", { value: "" }, "—"),
      offered(given).map((each) => h("option", { value: each.value, selected: each.default }, each.label)));
  }
  const lengths = { minlength: given.min_length, maxlength: given.max_length ?? 4000 };
  if (given.style === PARAGRAPH) return h("textarea", { ...common, ...lengths, rows: 5 }, given.value ?? "");
  return h("input", { ...common, ...lengths, type: "text", value: given.value ?? "", autocomplete: "off" });
}

/** Slash commands: finding one, and filling in its options. */

import { attempt } from "./deeds.js";
import { $, h } from "./dom.js";
import { packed } from "./link.js";
import { commandsHere, guildPlaces, localised, perform, session, state } from "./state.js";
import { Suggestions } from "./suggest.js";
import { t } from "./texts.js";

const SLASH = 1;
const FILE = 11;
const GROUPS = [1, 2];
const TYPED_FOR = 200; // milliseconds without a key before the bot is asked for choices

/** Give the commands whose names begin like *typed*, as suggestions. */
export function suggested(typed) {
  return commandsHere(SLASH)
    .flatMap((command) => leaves(command, []))
    .filter(({ shown }) => shown.startsWith(typed.toLowerCase()) || shown.includes(` ${typed.toLowerCase()}`))
    .map((leaf) => ({ label: `/${leaf.shown}`, hint: localised(leaf.command, "description"), leaf }));
}

/** Give a command, or its subcommands one by one, each with its proper and its shown path. */
function leaves(command, above) {
  const path = [...above, command];
  const inner = (command.options ?? []).filter((option) => GROUPS.includes(option.type));
  if (inner.length) return inner.flatMap((each) => leaves(each, path));
  return [{
    command,
    path: path.map((each) => each.name).join(" "),
    shown: path.map((each) => localised(each, "name")).join(" "),
  }];
}

/** Open the form of a command in place of the composer; *onEnd* is called when it is over. */
export function openCommand(leaf, onEnd) {
  const options = leaf.command.options ?? [];
  const fields = options.map((option) => field(leaf, option, () => fields));
  const box = $("command");
  const end = () => { box.hidden = true; box.replaceChildren(); onEnd(); };
  const form = h("form", {
    onkeydown: (event) => { if (event.key === "Escape") end(); },
    onsubmit: async (event) => {
      event.preventDefault();
      const given = await filled(fields);
      end();
      attempt("slash", { channel: session.channel, command: leaf.path, options: given });
    },
  },
  h("div", { class: "command-name" },
    h("strong", {}, `/${leaf.shown}`), " ", h("small", {}, localised(leaf.command, "description"))),
  h("div", { class: "options" }, fields.map((each) => each.node)),
  h("div", { class: "ends" },
    h("button", { type: "button", class: "button style-2", onclick: end }, t("cancel")),
    h("button", { type: "submit", class: "button style-1" }, t("run"))));
  box.replaceChildren(form);
  box.hidden = false;
  form.querySelector("input, select, button[type=submit]").focus();
}

/** Give what is filled in, by name. */
async function filled(fields) {
  const read = await Promise.all(fields.map((each) => each.read()));
  return Object.fromEntries(read.filter(([, value]) => value !== null));
}

/** Make the field of one option; `read` gives its name and value, or null if it was left out. */
function field(leaf, option, all) {
  const [control, read] = (FIELDS[option.type] ?? text)(option, leaf);
  control.setAttribute("name", option.name);
  if (option.required) control.required = true;
  const name = h("span", {}, localised(option, "name"), option.required ? null : h("small", {}, ` ${t("optional")}`));
  const node = h("label", { class: "field" }, name, h("small", {}, localised(option, "description")), control);
  if (option.autocomplete) completing(control, node, leaf, option, all);
  return { node, option, read: async () => [option.name, control.value === "" ? null : await read(control)] };
}

const choice = (options) => h("select", {}, h("option", { value: "" }, "—"),
  options.map(([value, label]) => h("option", { value }, label)));
const users = () => [...state.users.values()].map((user) => [`user ${user.id}`, user.name]);
const roles = () => state.roles.map((role) => [`role ${role.id}`, `@${role.name}`]);
const places = () => guildPlaces().map((place) => [`channel ${place.id}`, `#${place.name}`]);

function thing({ value }) {
  const [kind, id] = value.split(" ");
  return { [kind]: id };
}

/** Read a text; the label of a choice that the bot offered stands for the choice's value. */
const chosen = (control) => (control.offered?.label === control.value ? control.offered.value : control.value);

function text(option) {
  if (option.choices) return listed(option, (value) => value);
  const bounds = { minlength: option.min_length, maxlength: option.max_length };
  return [h("input", { type: "text", autocomplete: "off", ...bounds }), chosen];
}

function number(step) {
  return (option) => {
    if (option.choices) return listed(option, Number);
    const bounds = { min: option.min_value, max: option.max_value };
    return [h("input", { type: "number", step, ...bounds }), (control) => Number(control.value)];
  };
}

const listed = (option, read) =>
  [choice(option.choices.map((each) => [each.value, localised(each, "name")])), (control) => read(control.value)];

const FIELDS = {
  4: number(1),
  5: () => [choice([["true", t("yes")], ["false", t("no")]]), (control) => control.value === "true"],
  6: () => [choice(users()), thing],
  7: () => [choice(places()), thing],
  8: () => [choice(roles()), thing],
  9: () => [choice([...users(), ...roles()]), thing],
  10: number("any"),
  [FILE]: () => [h("input", { type: "file" }), async (control) => ({ file: await packed(control.files[0]) })],
};

/** Let the bot offer choices while somebody types into a field; *all* gives the fields of the command. */
function completing(control, node, leaf, option, all) {
  const id = `choices-${option.name}`;
  const box = h("div", { role: "listbox", class: "suggestions", id, "aria-label": t("suggestions") });
  node.append(box);
  const list = new Suggestions(control, box, (item) => { control.value = item.label; control.offered = item; });
  let timer = 0;
  const ask = async () => {
    const typed = control.value;
    const others = await filled(all().filter((each) => each.option !== option && each.option.type !== FILE));
    const given = { channel: session.channel, command: leaf.path, option: option.name, value: typed, others };
    const { choices } = await perform("complete", given).catch(() => ({ choices: [] }));
    if (control.value !== typed || document.activeElement !== control) return;
    list.show(choices.map((each) => ({ label: localised(each, "name"), value: each.value })));
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, TYPED_FOR); };
  control.addEventListener("input", soon);
  control.addEventListener("focus", soon);
  control.addEventListener("blur", () => list.hide());
  control.addEventListener("keydown", (event) => list.take(event));
}

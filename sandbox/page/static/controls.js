/** The components under a message: buttons, menus, and the blocks of the newer kind. */

import { attempt } from "./deeds.js";
import { h } from "./dom.js";
import { drawMedia } from "./files.js";
import { grow } from "./markdown.js";
import { guildPlaces, state } from "./state.js";
import { t } from "./texts.js";

const LINK = 5;

/** Draw the components of a message. */
export const controls = (message) => message.components.map((part) => draw(part, message));

function draw(part, message) {
  const make = PARTS[part.type] ?? (() => null);
  return make(part, message);
}

const inside = (part, message) => (part.components ?? []).map((each) => draw(each, message));

const PARTS = {
  1: (row, message) => h("discord-action-row", {}, inside(row, message)),
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: (section, message) => h("div", { class: "section" },
    h("div", {}, inside(section, message)), section.accessory ? draw(section.accessory, message) : null),
  10: text,
  11: ({ media, description }, message) => h("div", { class: "thumbnail" }, drawMedia(media, description, message)),
  12: ({ items }, message) => h("div", { class: "gallery" },
    items.map(({ media, description }) => drawMedia(media, description, message))),
  13: ({ file }, message) => drawMedia(file, null, message),
  14: (line) => h("hr", { class: line.divider === false ? "gap" : null }),
  17: (box, message) => {
    const node = h("div", { class: "container" }, inside(box, message));
    if (box.accent_color) node.style.borderLeftColor = `#${box.accent_color.toString(16).padStart(6, "0")}`;
    return node;
  },
};

const people = () => [...state.users.values()].map((user) => ({ value: user.id, label: user.name }));
const roles = () => state.roles.map((role) => ({ value: role.id, label: `@${role.name}` }));
const places = () => guildPlaces().map((place) => ({ value: place.id, label: `#${place.name}` }));
const THINGS = { 5: people, 6: roles, 7: () => [...people(), ...roles()], 8: places };

/** Give what a select offers; those of things know by their ids what is chosen. */
export function offered(part) {
  if (!THINGS[part.type]) return part.options ?? [];
  const chosen = (part.default_values ?? []).map((each) => each.id);
  return THINGS[part.type]().map((option) => ({ ...option, default: chosen.includes(option.value) }));
}

function text(part) {
  const box = h("div", { class: "body" });
  grow(box, part.content);
  return box;
}

function button(part, message) {
  const words = [part.emoji?.name, part.label].filter(Boolean).join(" ");
  if (part.style === LINK) {
    const to = { href: part.url, target: "_blank", rel: "noopener noreferrer" };
    return h("a", { class: "button style-2", ...to }, words, " ↗");
  }
  const press = async (event) => {
    const node = event.currentTarget;
    node.setAttribute("aria-busy", "true");
    await attempt("press", { message: message.id, custom_id: part.custom_id });
    node.removeAttribute("aria-busy");
  };
  const look = { class: `button style-${part.style}`, disabled: part.disabled };
  return h("button", { type: "button", ...look, onclick: press }, words);
}

function select(part, message) {
  const send = (values) => attempt("select", { message: message.id, custom_id: part.custom_id, values });
  const label = part.placeholder ?? t("choose");
  const options = offered(part);
  if ((part.max_values ?? 1) > 1) return several(part, label, options, send);
  const chosen = options.find((option) => option.default);
  return h("select", {
    class: "menu", "aria-label": label, disabled: part.disabled,
    onchange: (event) => send([event.currentTarget.value]),
  },
  h("button", { type: "button" }, document.createElement("selectedcontent")),
  h("option", { value: "", disabled: true, hidden: true, selected: !chosen }, label),
  options.map((option) => h("option", { value: option.value, selected: option === chosen }, named(option))));
}

/** A menu from which several can be chosen: boxes to tick, and a button that sends them. */
function several(part, label, options, send) {
  const boxes = options.map((option) => h("input", { type: "checkbox", value: option.value, checked: option.default }));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const before = options.filter((option) => option.default).map((option) => option.label);
  return h("details", { class: "menu" },
    h("summary", {}, before.length ? [h("small", {}, label), " ", before.join(", ")] : label),
    h("div", { class: "boxes" },
      options.map((option, index) => h("label", {}, boxes[index], h("span", {}, named(option))))),
    h("button", {
      type: "button", class: "button style-1", disabled: part.disabled, onclick: () => send(chosen()),
    }, t("done")));
}

/** Draw an option; a browser that knows only plain ones shows it with its dash in one line. */
const named = (option) => [
  h("span", {}, [option.emoji?.name, option.label].filter(Boolean).join(" ")),
  option.description ? h("small", {}, h("span", { class: "dash" }, " — "), option.description) : null,
];

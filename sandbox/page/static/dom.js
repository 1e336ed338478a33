/** Making elements. Text only ever becomes text nodes, so nothing that is written is run. */

/**
 * Make an element.
 * @param {string} tag
 * @param {Object} [props] attributes; those that begin with "on" are listeners, absent ones are left out
 * @param {...(Node|string|null|Array)} children
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

export const $ = (id) => document.getElementById(id);

/** Put new children into a box when *value* has changed, and leave it alone otherwise. */
export function remake(box, value, make) {
  const key = JSON.stringify(value ?? null);
  if (box.madeOf === key) return;
  box.madeOf = key;
  box.replaceChildren(...[make(value)].flat(Infinity).filter(Boolean));
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  reply: "M9 5 4 10l5 5M4 10h9a7 7 0 0 1 7 7v2",
  edit: "m4 20 1-5L16 4l4 4L9 19zM13 7l4 4",
  delete: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  thread: "M5 9h14M4 15h14M10 4 8 20M16 4l-2 16",
  react: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 14s1 3 4 3 4-3 4-3M9 9v1M15 9v1",
  apps: "M6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM13 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM20 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0z",
  line: "M3 20h18M5 20v-4M10 20v-8M15 20V9M20 20V4",
  menu: "M4 6h16M4 12h16M4 18h16",
  panel: "M4 5h16v14H4zM14 5v14M16.5 9h1M16.5 12h1",
  attach: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-3-7z",
  close: "m6 6 12 12M18 6 6 18",
  hash: "M5 9h14M4 15h14M10 4 8 20M16 4l-2 16",
  branch: "M6 4v8a4 4 0 0 0 4 4h9M15 12l4 4-4 4",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-4 7.5",
  slash: "m8 20 8-16",
};

/** Draw one of our own icons. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }))
    svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Make a button that shows an icon and says *label* to whoever cannot see it. */
export function iconButton(name, label, onclick) {
  return h("button", { type: "button", class: "plain", "aria-label": label, title: label, onclick }, icon(name));
}

const RABBIT =
  '<path fill="#fff" d="M22 24c-5-9-5-16-1-17s7 7 7 14h8c0-7 3-15 7-14s4 8-1 17a15 14 0 1 1-20 0z"/>' +
  '<circle cx="27" cy="35" r="2.2" fill="#3c45a5"/><circle cx="37" cy="35" r="2.2" fill="#3c45a5"/>' +
  '<path d="M30 40h4l-2 2.4z" fill="#eb459e"/>';
const COLOURS = ["#23a55a", "#c9720c", "#eb459e", "#3ba2b8", "#9b59b6", "#d0454c"];

/** Draw the picture of an account: the bot is a rabbit, a person their first letter on a colour. */
export function avatar(user) {
  const colour = user.bot ? "#5865f2" : colourOf(user);
  const letter = [...user.name][0].replace(/[<>&"']/g, "");
  const inner = user.bot
    ? RABBIT
    : `<text x="32" y="43" font-size="30" font-family="sans-serif" font-weight="600" ` +
      `text-anchor="middle" fill="#fff">${letter}</text>`;
  const svg = `<svg xmlns="${SVG}" viewBox="0 0 64 64"><rect width="64" height="64" fill="${colour}"/>${inner}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function colourOf(user) {
  const sum = [...user.name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return COLOURS[sum % COLOURS.length];
}

/** The messages of the channel that is shown; each grows in its place. */

import { controls } from "./controls.js";
import { avatar, h, remake } from "./dom.js";
import { address, drawFile, looseFiles } from "./files.js";
import { grow, plain } from "./markdown.js";
import { commandTitle, Flag, here, messagesOf, session, state } from "./state.js";
import { t } from "./texts.js";

const TOGETHER = 420; // seconds within which one author's messages stand under one head
const NEAR = 90; // pixels from the bottom that still count as being there
const SLASH = 20; // the kind of message that answers a slash command
const ROLE_COLOURS = { admin: "#f0a13a", moderator: "#4fd39a", bot: "#9ea8ff" };

/** Shows one channel in *box*; *toolbar* moves to the message that has the pointer or the focus. */
export class MessageList {
  constructor(box, scroller, toolbar, onPick) {
    this.box = box;
    this.scroller = scroller;
    this.toolbar = toolbar;
    this.onPick = onPick;
    this.rows = new Map();
    this.follows = true;
    this.top = 0;
    scroller.addEventListener("scroll", () => this.scrolled());
    const observer = new ResizeObserver(() => this.settle());
    observer.observe(box);
    observer.observe(scroller);
    for (const kind of ["pointerover", "focusin"]) {
      box.addEventListener(kind, (event) => this.attend(event.target.closest(".row")));
    }
    box.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row && !event.target.closest("button, a, select, details")) this.onPick(row.dataset.id);
    });
    box.addEventListener("keydown", (event) => this.walk(event));
  }

  /** Draw the whole channel anew. */
  show() {
    this.toolbar.remove();
    this.rows.clear();
    this.box.replaceChildren(beginning(here()));
    for (const message of messagesOf(session.channel).values()) this.draw(message);
    this.arrange();
    this.end();
  }

  /** Draw one message, new or changed. */
  draw(message) {
    let row = this.rows.get(message.id);
    if (!row) {
      row = build(message);
      this.rows.set(message.id, row);
      this.box.append(row);
    }
    fill(row, message);
  }

  remove(id) {
    const row = this.rows.get(id);
    if (row?.contains(document.activeElement)) this.scroller.focus();
    row?.remove();
    this.rows.delete(id);
  }

  /** Put messages that one person wrote in a row under one head, and make one reachable by Tab. */
  arrange() {
    let before = null;
    for (const message of messagesOf(session.channel).values()) {
      const row = this.rows.get(message.id);
      row.tabIndex = -1;
      row.shell.toggleAttribute("message-body-only", belongsTo(before, message));
      before = message;
    }
    if (before) this.rows.get(before.id).tabIndex = 0;
  }

  attend(row) {
    if (!row || row === this.attended) return;
    this.attended = row;
    row.append(this.toolbar);
  }

  /** The message that has the toolbar. */
  current() {
    return messagesOf(session.channel).get(this.attended?.dataset.id);
  }

  walk(event) {
    const row = event.target;
    if (!row.classList.contains("row") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const next = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (next?.classList.contains("row")) next.focus();
    event.preventDefault();
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** What grows moves the end away, too: only who scrolls up has stopped following. */
  scrolled() {
    const { scrollTop } = this.scroller;
    if (this.isAtEnd()) this.follows = true;
    else if (scrollTop < this.top) this.follows = false;
    this.top = scrollTop;
  }

  /** Follow what grows, unless somebody is reading further up. */
  settle() {
    if (this.follows) this.end();
  }

  end() {
    this.follows = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

/** Give the name of a place as people write it. */
export function title(place) {
  if (!place) return "";
  return place.guild ? `#${place.name}` : `@${state.bot.name}`;
}

function beginning(place) {
  const picture = h("img", { src: avatar(state.bot), alt: "", width: 64, height: 64 });
  return h("div", { class: "beginning" }, picture, h("h2", {}, t("beginning", title(place))),
    h("p", {}, t(place?.guild ? "howTo" : "howToDirect", state.bot.name)));
}

const authorOf = (message) => state.users.get(message.author.id) ?? { name: message.author.username, bot: false };

function belongsTo(before, message) {
  return before !== null && before.author.id === message.author.id && !message.message_reference &&
    !message.command && message.born - before.born < TOGETHER;
}

function build(message) {
  const author = authorOf(message);
  const when = moment(message.born);
  const parts = {
    head: h("div", { slot: "reply" }),
    body: h("div", { class: "body" }),
    mark: h("span", { class: "edited" }),
  };
  for (const slot of ["attachments", "embeds", "components", "reactions", "thread"]) parts[slot] = h("div", { slot });
  const shell = h("discord-message", {
    author: author.name, avatar: avatar(author), bot: author.bot, timestamp: when,
    "role-color": ROLE_COLOURS[author.role],
  }, Object.values(parts));
  const row = h("div", {
    class: "row", role: "article", tabindex: "-1", "aria-label": `${author.name}, ${when}`, "data-id": message.id,
  }, shell);
  return Object.assign(row, { shell, parts });
}

function fill(row, message) {
  const { parts } = row;
  const isThinking = Boolean(message.flags & Flag.LOADING);
  const isMine = message.mentions.some((user) => user.id === state.me.id) && message.author.id !== state.me.id;
  row.classList.toggle("for-me", isMine);
  row.classList.toggle("private", Boolean(message.flags & Flag.EPHEMERAL));
  row.classList.toggle("thinking", isThinking);
  grow(parts.body, isThinking ? t("thinking", authorOf(message).name) : message.content);
  parts.mark.textContent = message.edited && message.content ? t("edited") : "";
  const used = message.command ? commandTitle(message.command, message.type === SLASH) : null;
  const above = [message.referenced_message?.content, message.message_reference, used, session.locale];
  remake(parts.head, above, () => head(message, used));
  remake(parts.attachments, looseFiles(message), (files) => files.map(drawFile));
  remake(parts.embeds, [message.embeds, message.attachments], () => message.embeds.map((each) => embed(each, message)));
  const focused = nameOf(parts.components.querySelector(":focus-visible"));
  remake(parts.components, [message.components, message.flags], () => [controls(message), footnote(message)]);
  if (focused !== null) refocus(row, focused);
  remake(parts.reactions, message.reactions, (reactions) => (reactions ?? []).map(reaction));
  remake(parts.thread, state.places.get(message.id), (thread) => (thread ? threadLink(thread) : null));
}

const nameOf = (control) => control && (control.getAttribute("aria-label") ?? control.textContent);

/** Give the focus back to the control of that name, or to the message where it has none such any more. */
function refocus(row, name) {
  const found = [...row.parts.components.querySelectorAll("button, select")].find((each) => nameOf(each) === name);
  if (!row.parts.components.contains(document.activeElement)) (found ?? row).focus({ preventScroll: true });
}

function head(message, used) {
  if (used && message.interaction_metadata) {
    const name = state.users.get(message.interaction_metadata.user.id)?.name;
    return h("div", { class: "used" }, t("used", name, used));
  }
  if (!message.message_reference) return null;
  const quoted = message.referenced_message;
  if (!quoted) return h("div", { class: "used" }, t("replyGone"));
  const author = authorOf(quoted);
  const pinged = message.mentions.some((user) => user.id === quoted.author.id);
  return h("discord-reply", {
    author: author.name, avatar: avatar(author), mentions: pinged, "role-color": ROLE_COLOURS[author.role],
  }, plain(quoted.content).slice(0, 120));
}

function embed(given, message) {
  const box = h("discord-embed", {
    "embed-title": given.title, url: given.url, "author-name": given.author?.name,
    image: address(given.image, message), thumbnail: address(given.thumbnail, message),
    color: given.color === undefined ? null : `#${given.color.toString(16).padStart(6, "0")}`,
  });
  if (given.description) box.append(written("discord-embed-description", "description", given.description));
  if (given.fields?.length) {
    box.append(h("discord-embed-fields", { slot: "fields" }, given.fields.map((field, index) => {
      const node = written("discord-embed-field", null, field.value);
      node.setAttribute("field-title", field.name);
      if (field.inline) node.setAttribute("inline", "");
      if (field.inline) node.setAttribute("inline-index", (index % 3) + 1);
      return node;
    })));
  }
  if (given.footer) box.append(h("discord-embed-footer", { slot: "footer" }, given.footer.text));
  return box;
}

function written(tag, slot, text) {
  const inner = h("div");
  grow(inner, text);
  return h(tag, { slot }, inner);
}

function reaction(given) {
  const { name } = given.emoji;
  return h("button", { type: "button", class: "reaction", "data-emoji": name }, `${name} ${given.count}`);
}

function threadLink(thread) {
  return h("button", { type: "button", class: "to-thread", "data-channel": thread.id }, t("openThread", thread.name));
}

function footnote(message) {
  if (!(message.flags & Flag.EPHEMERAL)) return null;
  return h("p", { class: "footnote" }, `${t("onlyYou")} · `,
    h("button", { type: "button", class: "as-link", "data-dismiss": message.id }, t("dismiss")));
}

function moment(seconds) {
  const date = new Date(seconds * 1000);
  const clock = new Intl.DateTimeFormat(session.locale, { timeStyle: "short" }).format(date);
  if (date.toDateString() === new Date().toDateString()) return t("now", clock);
  return new Intl.DateTimeFormat(session.locale, { dateStyle: "short", timeStyle: "short" }).format(date);
}

/** The page: draws what the sandbox tells and hands on what the person does. */

import "./dress.js";
import { Composer } from "./composer.js";
import { attempt, notify } from "./deeds.js";
import { $, avatar, h, icon, iconButton, remake } from "./dom.js";
import { listen } from "./link.js";
import { count, plain } from "./markdown.js";
import { MessageList, title } from "./messages.js";
import { Panel } from "./panel.js";
import { commandsHere, FIRST, here, Kind, learn, localised, messagesOf, session, state, typists } from "./state.js";
import { t, translatePage } from "./texts.js";

const QUIET = 1500; // milliseconds without an edit after which a reply is read out
const LOOK_EVERY = 1000; // milliseconds between two looks at who still types, and at countdowns
const COME_BACK = 2000; // milliseconds until a line that was given up is tried again
const USER_MENU = 2;
const MESSAGE_MENU = 3;
const WIDE = matchMedia("(min-width: 1000px)"); // as in page.css

const toolbar = h("div", { class: "toolbar", role: "toolbar" });
const panel = new Panel();
const composer = new Composer();
const list = new MessageList($("messages"), $("scroll"), toolbar, (id) => panel.pick(id));
const announcements = new Map();

/** How news change what is drawn already. */
const SHOW = {
  message(told, isNew) {
    if (told.channel_id !== session.channel) return;
    const asker = told.interaction_metadata?.user ?? told.author;
    if (isNew && asker.id === state.me.id) list.follows = true;
    list.draw(told);
    announce(told);
    if (isNew) panel.arrived(told);
  },
  gone(told) { if (told.channel === session.channel) list.remove(told.id); },
  places() {
    for (const message of messagesOf(session.channel).values()) list.draw(message); // a thread may hang on one now
  },
};

function hear(news) {
  const isAnew = news.some(([kind]) => kind === "start");
  for (const [kind, told] of news) {
    const isNew = kind === "message" && !messagesOf(told.channel_id).has(told.id);
    learn(kind, told);
    if (!isAnew) SHOW[kind]?.(told, isNew);
  }
  if (isAnew) {
    panel.reset();
    state.unread.clear();
  }
  if (isAnew || !here()) enter(here() ? session.channel : state.places.keys().next().value);
  else draw();
}

/** Show a channel. */
function enter(id) {
  session.channel = id;
  state.unread.delete(id);
  composer.leave();
  panel.picked = null;
  showChannels(false);
  list.show();
  draw();
  composer.translate();
}

function draw() {
  const place = here();
  list.arrange();
  drawChannels();
  drawPeople();
  drawTypists();
  panel.draw();
  $("place").textContent = title(place);
  document.title = `${title(place)} · ${t("title")}`;
  $("scroll").setAttribute("aria-label", t("messages", title(place)));
  $("bot").className = state.status.connected ? "bot online" : "bot offline";
  $("bot-name").textContent = state.bot.name;
  $("bot-is").textContent = t(state.status.connected ? "online" : "offline");
  $("bot-gone").hidden = state.status.connected;
  $("bot-gone").textContent = t("botGone", state.bot.name);
  $("present").hidden = list.follows;
}

function drawChannels() {
  const places = [...state.places.values()];
  const lived = places.filter((place) => !place.archived);
  const talks = lived.filter((place) => place.kind === Kind.DM);
  const seen = [places, [...state.unread], session.channel, session.locale];
  remake($("channels"), seen, () => lived
    .filter((place) => place.guild && !place.parent)
    .map((place) => [channelLink(place, "hash"), lived
      .filter((thread) => thread.parent === place.id)
      .map((thread) => channelLink(thread, "branch"))]));
  remake($("direct"), seen, () => talks.map((place) => channelLink(place, "at")));
  $("guild").textContent = places.find((place) => place.guild)?.guild ?? "";
}

function channelLink(place, mark) {
  const isHere = place.id === session.channel;
  const name = place.kind === Kind.DM ? state.bot.name : place.name;
  return h("li", { class: mark === "branch" ? "sub" : null },
    h("button", {
      type: "button", class: state.unread.has(place.id) ? "place unread" : "place",
      "aria-current": isHere ? "page" : null, onclick: () => enter(place.id), title: name,
    }, icon(mark), h("span", {}, name)));
}

function drawPeople() {
  const cast = [...state.users.values()].filter((user) => state.cast.includes(user.name));
  remake($("who"), [cast, session.as, session.locale], () => cast.map((user) =>
    h("option", { value: user.name, selected: user.name === session.as }, `${user.name} · ${t(user.role)}`)));
  $("me").src = avatar(state.me);
  $("locale").value = session.locale;
}

function drawTypists() {
  const names = typists();
  $("typing").textContent = names.length ? t("isTyping", names.join(", ")) : "";
  $("typing").classList.toggle("on", names.length > 0);
}

/** Read a message out once it has stopped changing: nobody wants to hear every edit. */
function announce(message) {
  if (message.author.id === state.me.id) return;
  clearTimeout(announcements.get(message.id));
  announcements.set(message.id, setTimeout(() => {
    announcements.delete(message.id);
    const name = state.users.get(message.author.id)?.name ?? "";
    $("voice").textContent = `${name}: ${plain(message.content)}`;
  }, QUIET));
}

function fillToolbar() {
  const message = list.current();
  if (!message) return;
  const isMine = message.author.id === state.me.id;
  const canThread = here().guild && !here().parent && !state.places.has(message.id) && !message.flags;
  const isReply = message.author.id === state.bot.id;
  const canDelete = isMine || state.me.role !== "member";
  toolbar.setAttribute("aria-label", t("apps"));
  remake(toolbar, [message.id, isMine, canThread, canDelete, session.locale], () => [
    tool("react", "react", ({ id }) => attempt("react", { message: id, emoji: "👍" })),
    tool("reply", "reply", (current) => composer.reply(current)),
    isMine ? tool("edit", "edit", (current) => composer.edit(current)) : null,
    canThread ? tool("thread", "thread", openThread) : null,
    isReply ? tool("line", "timeline", ({ id }) => { choosePanel(true); panel.pick(id); }) : null,
    tool("apps", "apps", openApps),
    canDelete ? tool("delete", "delete", ({ id }) => attempt("delete", { message: id })) : null,
  ]);
}

/** Make a button of the toolbar; *use* gets the message as it is when the button is pressed. */
function tool(name, label, use) {
  return iconButton(name, t(label), (event) => use(list.current(), event.currentTarget));
}

/** Offer the bot's menus for a message and for its author. */
function openApps(message, button) {
  const channel = session.channel;
  const entries = [
    ...commandsHere(MESSAGE_MENU).map((command) => [command, { message: message.id }]),
    ...commandsHere(USER_MENU).map((command) => [command, { user: message.author.id, channel }]),
  ];
  if (!entries.length) return notify(t("noApps"));
  const menu = $("apps");
  const close = () => {
    menu.hidePopover();
    button.closest(".row").focus(); // shows the toolbar, and so the button
    button.focus();
  };
  menu.replaceChildren(...entries.map(([command, target]) => h("button", {
    type: "button", role: "menuitem", class: "entry",
    onclick: () => { close(); attempt("menu", { ...target, name: command.name }); },
  }, localised(command, "name"))));
  menu.onkeydown = (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(); }
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) event.target[step]?.focus();
  };
  menu.showPopover();
  const place = button.getBoundingClientRect();
  menu.style.top = `${Math.min(place.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
  menu.style.left = `${Math.max(8, place.right - menu.offsetWidth)}px`;
  menu.firstElementChild.focus();
}

async function openThread(message) {
  const name = plain(message.content).slice(0, 40) || t("thread");
  const outcome = await attempt("thread", { channel: session.channel, message: message.id, name });
  if (outcome && state.places.has(outcome.id)) enter(outcome.id);
}

function showPanel(open) {
  document.body.classList.toggle("panel-open", open);
  $("show-panel").setAttribute("aria-expanded", String(open));
}

/** Show or hide the panel as somebody wishes; where it lies above everything the focus goes with it. */
function choosePanel(open) {
  showPanel(open);
  if (WIDE.matches) sessionStorage.setItem("panel", open ? "open" : "closed");
  else $(open ? "hide-panel" : "show-panel").focus();
}

/** Show the panel where there is room for it, unless it was closed. */
const fitPanel = () => showPanel(WIDE.matches && sessionStorage.getItem("panel") !== "closed");

function showChannels(open) {
  document.body.classList.toggle("channels-open", open);
  $("show-channels").setAttribute("aria-expanded", String(open));
  if (open) $("side").querySelector("[aria-current]")?.focus();
}

function translate() {
  translatePage();
  composer.translate();
}

function connect() {
  listen(session.as, hear, (up, isOver) => {
    $("line-lost").hidden = up;
    if (!isOver) return;
    session.as = FIRST; // a sandbox that was started anew may not know whom one was
    setTimeout(connect, COME_BACK);
  });
}

$("messages").addEventListener("pointerover", fillToolbar);
$("messages").addEventListener("focusin", (event) => { if (!toolbar.contains(event.target)) fillToolbar(); });
$("messages").addEventListener("click", (event) => {
  const { emoji, channel, dismiss } = event.target.dataset;
  if (emoji) attempt("react", { message: event.target.closest(".row").dataset.id, emoji });
  if (channel) enter(channel);
  if (dismiss) attempt("delete", { message: dismiss });
});
$("scroll").addEventListener("scroll", () => { $("present").hidden = list.follows; });
$("present").addEventListener("click", () => list.end());
$("who").addEventListener("change", () => { session.as = $("who").value; connect(); });
$("locale").addEventListener("change", () => { session.locale = $("locale").value; translate(); connect(); });
$("show-channels").addEventListener("click", () => showChannels(!document.body.classList.contains("channels-open")));
$("show-panel").addEventListener("click", () => choosePanel(!document.body.classList.contains("panel-open")));
$("hide-panel").addEventListener("click", () => { choosePanel(false); $("show-panel").focus(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (document.body.classList.contains("channels-open")) $("show-channels").focus();
  showChannels(false);
  if (!WIDE.matches && document.body.classList.contains("panel-open")) choosePanel(false);
});
WIDE.addEventListener("change", fitPanel);
const icons = { "show-channels": "menu", "show-panel": "panel", "hide-panel": "close", attach: "attach", send: "send" };
for (const [id, name] of Object.entries(icons)) $(id).append(icon(name));
setInterval(() => { drawTypists(); count(); }, LOOK_EVERY);
fitPanel();
translatePage();
connect();

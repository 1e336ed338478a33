/** What the page knows. All of it comes from the sandbox; only who one is, is the page's own. */

import { act } from "./link.js";

const TYPING_LASTS = 10_000; // milliseconds, as on Discord
const REQUESTS = 200;
export const Kind = { DM: 1 };
export const Flag = { EPHEMERAL: 1 << 6, LOADING: 1 << 7, COMPONENTS_V2: 1 << 15 };

/** Who one is before one has chosen; every sandbox knows this person. */
export const FIRST = "You";

/** Who one is on this page; a browser tab remembers it over a reload. */
export const session = {
  get as() { return sessionStorage.getItem("as") ?? FIRST; },
  set as(name) { sessionStorage.setItem("as", name); },
  get channel() { return sessionStorage.getItem("channel"); },
  set channel(id) { sessionStorage.setItem("channel", id); },
  get locale() {
    return sessionStorage.getItem("locale") ?? (navigator.language.startsWith("ko") ? "ko" : "en-US");
  },
  set locale(locale) { sessionStorage.setItem("locale", locale); },
};

export const state = {};
reset();

function reset() {
  Object.assign(state, {
    users: new Map(), cast: [], roles: [], me: null, bot: null,
    places: new Map(), commands: [], status: { connected: false, latency: 0, model: null, faults: [] },
    messages: new Map(), requests: [], typing: new Map(), unread: new Set(),
  });
}

/** Take one piece of news in. */
export function learn(kind, told) {
  LEARN[kind]?.(told);
}

const LEARN = {
  start: reset,
  people(told) {
    state.users = new Map(told.users.map((user) => [user.id, user]));
    state.me = state.users.get(told.me);
    state.bot = state.users.get(told.bot);
    state.cast = told.cast;
    state.roles = told.roles;
  },
  places(told) { state.places = new Map(told.map((place) => [place.id, place])); },
  commands(told) { state.commands = told; },
  status(told) { state.status = told; },
  request(told) {
    state.requests.push(told);
    if (state.requests.length > REQUESTS) state.requests.shift();
  },
  message(told) {
    const inside = messagesOf(told.channel_id);
    const isNew = !inside.has(told.id);
    inside.set(told.id, told);
    if (isNew) state.typing.get(told.channel_id)?.delete(told.author.id);
    if (isNew && told.channel_id !== session.channel) state.unread.add(told.channel_id);
  },
  gone(told) { messagesOf(told.channel).delete(told.id); },
  typing(told) {
    if (!state.typing.has(told.channel)) state.typing.set(told.channel, new Map());
    state.typing.get(told.channel).set(told.user, Date.now() + TYPING_LASTS);
  },
};

/** Give the messages of a channel, oldest first. */
export function messagesOf(channel) {
  if (!state.messages.has(channel)) state.messages.set(channel, new Map());
  return state.messages.get(channel);
}

/** Give the channel that is shown. */
export const here = () => state.places.get(session.channel);

/** Give the channels and threads of the guild. */
export const guildPlaces = () => [...state.places.values()].filter((place) => place.guild);

/** Give who else is typing in the channel that is shown. */
export function typists() {
  const typing = state.typing.get(session.channel) ?? new Map();
  return [...typing]
    .filter(([user, until]) => until > Date.now() && user !== state.me?.id)
    .map(([user]) => state.users.get(user)?.name)
    .filter(Boolean);
}

/** Give the commands of one kind that can be used in the channel that is shown. */
export function commandsHere(type) {
  const where = here()?.kind === Kind.DM ? "dm" : "guild";
  return state.commands.filter((command) => command.type === type && command.where.includes(where));
}

/** Give a name or a description in the language of the page. */
export const localised = (thing, field) => thing[`${field}_localizations`]?.[session.locale] ?? thing[field];

/** Give the whole name of a command that was used, in the language of the page. */
export function commandTitle(name, isSlash) {
  if (!isSlash) {
    const menu = state.commands.find((command) => command.type !== 1 && command.name === name);
    return menu ? localised(menu, "name") : name;
  }
  let inside = state.commands;
  const names = name.split(" ").map((each) => {
    const found = inside?.find((command) => command.name === each);
    inside = found?.options;
    return found ? localised(found, "name") : each;
  });
  return `/${names.join(" ")}`;
}

/** Do something as whom one is. */
export const perform = (verb, given = {}) => act(verb, { ...given, as: session.as, locale: session.locale });

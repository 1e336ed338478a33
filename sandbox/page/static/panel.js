/** What happens underneath: the reply over time, trouble to order, and every request of the bot. */

import { attempt } from "./deeds.js";
import { $, h, remake } from "./dom.js";
import { grow } from "./markdown.js";
import { title } from "./messages.js";
import { messagesOf, perform, session, state } from "./state.js";
import { t } from "./texts.js";

const SHOWN_REQUESTS = 120;
const SLOW = [["slow-discord", "latency"], ["slow-model", "model"]];

export class Panel {
  constructor() {
    this.histories = new Map();
    this.loading = new Set();
    this.at = null; // the version that is looked at; null follows the newest
    $("version").addEventListener("input", () => this.look(Number($("version").value)));
    for (const [id, verb] of SLOW) {
      $(id).addEventListener("input", () => attempt(verb, { seconds: Number($(id).value) }));
    }
    $("switches").addEventListener("click", (event) => {
      const { verb, kind, times, how } = event.target.dataset;
      if (verb) attempt(verb, { kind, times, how });
    });
  }

  /** Forget what was known: the sandbox may be another one now. */
  reset() {
    this.histories.clear();
    this.at = null;
  }

  /** Follow one reply. */
  pick(id) {
    const message = messagesOf(session.channel).get(id);
    if (message?.author.id !== state.bot.id) return;
    this.picked = id;
    this.at = null;
    this.draw();
  }

  draw() {
    this.drawStatus();
    this.drawReply();
    remake($("requests"), [state.requests.at(-1), state.requests.length, session.locale], requestRows);
    $("no-requests").hidden = state.requests.length > 0;
  }

  drawStatus() {
    const { faults } = state.status;
    for (const [id, verb] of SLOW) drawSlowness($(id), state.status[verb]);
    remake($("waiting"), [faults, session.locale], () => faults.map((fault) =>
      h("li", {}, t("waiting", fault.method === "*" ? "" : fault.method, fault.status ?? "✂", fault.left))));
    $("clear").disabled = faults.length === 0 && SLOW.every(([, verb]) => !state.status[verb]);
  }

  /** Give the reply that is followed: the one that was picked, or else the newest. */
  reply() {
    const inside = messagesOf(session.channel);
    const replies = [...inside.values()].filter((each) => each.author.id === state.bot?.id);
    return inside.get(this.picked) ?? replies.at(-1);
  }

  /** A new reply takes over from the one that was picked. */
  arrived(message) {
    if (message.author.id === state.bot.id && message.channel_id === session.channel) {
      this.picked = message.id;
      this.at = null;
    }
  }

  drawReply() {
    const reply = this.reply();
    $("no-reply").hidden = Boolean(reply);
    $("reply").hidden = !reply;
    if (!reply) return;
    const history = this.histories.get(reply.id) ?? [];
    if (history.length < reply.versions) this.load(reply);
    if (history.length) this.chart(history);
  }

  async load(reply) {
    if (this.loading.has(reply.id)) return;
    this.loading.add(reply.id);
    const history = this.histories.get(reply.id) ?? [];
    try {
      const { versions } = await perform("versions", { message: reply.id, after: history.length });
      this.histories.set(reply.id, [...history, ...versions]);
    } catch {
      return; // the reply is gone, and so will be its time line
    } finally {
      this.loading.delete(reply.id);
    }
    this.draw();
  }

  chart(history) {
    const end = Math.max(history.at(-1).at, 0.1);
    const most = Math.max(...history.map((each) => each.content.length), 1);
    const at = Math.min(this.at ?? history.length - 1, history.length - 1);
    remake($("chart"), [history.length, end, at], () => history.map((each, index) => {
      const bar = h("i", { class: index === at ? "step now" : "step", onclick: () => this.look(index) });
      bar.style.left = `${(each.at / end) * 97}%`;
      bar.style.height = `${6 + (each.content.length / most) * 94}%`;
      return bar;
    }));
    const words = t("version", at + 1, history.length, history[at].at.toFixed(2), history[at].content.length);
    $("version-is").textContent = words;
    const slider = $("version");
    slider.max = history.length - 1;
    slider.value = at;
    slider.setAttribute("aria-valuetext", words);
    grow($("preview"), history[at].content);
  }

  look(index) {
    const history = this.histories.get(this.reply()?.id) ?? [];
    this.at = index >= history.length - 1 ? null : index;
    this.drawReply();
  }
}

/** Set a slider to what the sandbox says; the one that somebody moves shows what they mean. */
function drawSlowness(slider, seconds) {
  const label = slider.parentElement;
  label.hidden = seconds === null;
  if (label.hidden) return;
  if (!slider.matches(":active")) slider.value = seconds;
  const words = t("seconds", seconds.toFixed(2));
  label.lastElementChild.textContent = words;
  slider.setAttribute("aria-valuetext", words);
}

function requestRows() {
  const shown = state.requests.slice(-SHOWN_REQUESTS);
  return shown.map((request, index) => requestRow(request, shown[index - 1])).toReversed();
}

function requestRow(request, before) {
  const gap = before ? `+${(request.at - before.at).toFixed(2)}` : "";
  const good = request.status >= 200 && request.status < 300;
  return h("tr", { class: good ? null : "bad" },
    h("td", { class: "gap" }, gap),
    h("td", {}, h("b", { class: `verb ${request.method.toLowerCase()}` }, request.method)),
    h("td", { class: "path", title: request.path }, readable(request.path)),
    h("td", {}, request.status === 0 ? "✂" : String(request.status),
      request.scope ? h("small", {}, ` ${request.scope}`) : null),
    h("td", {}, request.limit === null ? "" : pips(request)));
}

/** Draw what is left in a bucket: dots if they can be counted, else a number. */
function pips({ remaining, limit, bucket }) {
  const label = t("left", remaining, limit);
  const inner = limit > 10 ? `${remaining}/${limit}`
    : Array.from({ length: limit }, (_, index) => h("i", { class: index < remaining ? "pip full" : "pip" }));
  return h("span", { class: "pips", role: "img", "aria-label": label, title: `${bucket}\n${label}` }, inner);
}

/** Write a path for people: channels by name, long ids by their end. */
function readable(path) {
  return path
    .replace(/\/(interactions|webhooks)\/\d+\/[^/]{30,}/, "/$1")
    .replace(/\/channels\/(\d+)/, (_, id) => ` ${title(state.places.get(id)) || id.slice(-4)}`)
    .replace(/\/messages\/(?=\d)/, "/")
    .replace(/\d{15,}/g, (id) => `…${id.slice(-4)}`)
    .replace(/[\w-]{30,}/g, "…")
    .trim();
}

/** Where the person writes: text with mentions, replies, edits, files, and the way to commands. */

import { openCommand, suggested } from "./commands.js";
import { attempt } from "./deeds.js";
import { $, h, iconButton } from "./dom.js";
import { packed } from "./link.js";
import { title } from "./messages.js";
import { guildPlaces, here, messagesOf, perform, session, state } from "./state.js";
import { Suggestions } from "./suggest.js";
import { t } from "./texts.js";

const TYPING_EVERY = 8000; // milliseconds, as Discord's own client
const MOST_FILES = 10;
const MOST_SUGGESTIONS = 60;

export class Composer {
  constructor() {
    this.text = $("text");
    this.files = [];
    this.typed = 0;
    this.list = new Suggestions(this.text, $("suggestions"), (item) => this.take(item));
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => this.list.hide());
    this.text.addEventListener("paste", (event) => this.attach(event.clipboardData.files));
    $("composer").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    $("attach").addEventListener("click", () => $("files").click());
    $("files").addEventListener("change", () => { this.attach($("files").files); $("files").value = ""; });
    document.body.addEventListener("dragover", (event) => event.preventDefault());
    document.body.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach(event.dataTransfer.files);
    });
  }

  /** Fit the place that is shown now. */
  translate() {
    const label = t("write", title(here()));
    this.text.placeholder = label;
    this.text.setAttribute("aria-label", label);
    this.bar();
  }

  reply(message) {
    this.leave();
    this.replyTo = message;
    this.begin();
  }

  edit(message) {
    this.leave();
    this.editing = message;
    this.text.value = readable(message.content);
    this.begin();
  }

  begin() {
    this.bar();
    this.fit();
    this.text.focus();
  }

  /** Leave replying and editing. */
  leave() {
    if (this.editing) this.text.value = "";
    this.replyTo = this.editing = null;
    this.bar();
    this.fit();
  }

  bar() {
    const words = this.editing ? t("editing")
      : this.replyTo ? t("replyingTo", state.users.get(this.replyTo.author.id)?.name) : null;
    $("doing").hidden = words === null;
    $("doing").replaceChildren(...(words ? [words, iconButton("close", t("cancel"), () => this.leave())] : []));
    $("chosen").replaceChildren(...this.files.map((file, index) =>
      h("span", { class: "chip" }, file.name,
        iconButton("close", t("removeFile", file.name), () => { this.files.splice(index, 1); this.bar(); }))));
  }

  attach(files) {
    this.files = [...this.files, ...files].slice(0, MOST_FILES);
    this.bar();
    if (files.length) this.text.focus();
  }

  changed() {
    this.fit();
    this.suggest();
    const now = Date.now();
    if (!this.text.value || this.text.value.startsWith("/") || now - this.typed < TYPING_EVERY) return;
    this.typed = now;
    perform("typing", { channel: session.channel }).catch(() => {}); // a hint that nobody misses
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  suggest() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const command = /^\/([\p{L}\p{N}_ -]*)$/u.exec(this.text.value);
    const name = /(?:^|\s)([@#])([\p{L}\p{N}_-]*)$/u.exec(before);
    if (command) this.list.show(suggested(command[1]).slice(0, MOST_SUGGESTIONS));
    else if (name) this.list.show(named(name[1], name[2].toLowerCase()));
    else this.list.hide();
  }

  take(item) {
    if (item.leaf) {
      this.text.value = "";
      this.fit();
      $("composer").hidden = true;
      openCommand(item.leaf, () => { $("composer").hidden = false; this.text.focus(); });
      return;
    }
    const at = this.text.selectionStart;
    const before = this.text.value.slice(0, at).replace(/[@#][^@#]*$/, `${item.label} `);
    this.text.value = before + this.text.value.slice(at);
    this.text.setSelectionRange(before.length, before.length);
  }

  key(event) {
    if (this.list.take(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.leave();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      const mine = [...messagesOf(session.channel).values()].filter((each) => each.author.id === state.me.id);
      if (mine.length) this.edit(mine.at(-1));
    }
  }

  async send() {
    const written = wired(this.text.value.trim());
    if (!written && !this.files.length) return;
    const { editing, replyTo, files } = this;
    const kept = this.text.value;
    this.text.value = "";
    this.files = [];
    this.typed = 0;
    this.leave();
    const outcome = editing
      ? await attempt("edit", { message: editing.id, text: written })
      : await attempt("say", {
        channel: session.channel, text: written, reply_to: replyTo?.id, files: await Promise.all(files.map(packed)),
      });
    if (outcome !== null || this.text.value) return;
    Object.assign(this, { editing, replyTo, files });
    this.text.value = kept;
    this.begin();
  }
}

/** Give people or channels whose names begin like *typed*. */
function named(mark, typed) {
  const things = mark === "@" ? [...state.users.values()] : guildPlaces();
  return things
    .filter((thing) => thing.name.toLowerCase().startsWith(typed))
    .toSorted((one, other) => Number(other.bot ?? false) - Number(one.bot ?? false))
    .slice(0, MOST_SUGGESTIONS)
    .map((thing) => ({ label: `${mark}${thing.name}`, hint: thing.role ? t(thing.role) : null }));
}

/** Every name that can be mentioned with its wire form, the longest first. */
const mentions = () => [
  ...[...state.users.values()].map((user) => [`@${user.name}`, `<@${user.id}>`]),
  ...guildPlaces().map((place) => [`#${place.name}`, `<#${place.id}>`]),
].toSorted(([one], [other]) => other.length - one.length);

/** Write names as mentions, wherever such a name stands by itself. */
function wired(text) {
  const known = mentions();
  return text.replace(/[@#][^\s@#]+/g, (word) => {
    const found = known.find(([name]) => word.startsWith(name));
    return found ? found[1] + word.slice(found[0].length) : word;
  });
}

const readable = (text) => mentions().reduce((result, [name, wire]) => result.replaceAll(wire, name), text);

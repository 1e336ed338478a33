/** A list of suggestions under a text field, for keyboard, pointer and screen reader. */

import { h } from "./dom.js";

export class Suggestions {
  /**
   * @param {HTMLElement} input the field that keeps the focus
   * @param {HTMLElement} box the listbox
   * @param {(item: {label: string, hint?: string}) => void} onPick
   */
  constructor(input, box, onPick) {
    this.input = input;
    this.box = box;
    this.onPick = onPick;
    this.hide();
  }

  show(items) {
    if (items.length === 0) return this.hide();
    this.items = items;
    this.box.replaceChildren(...items.map((item, index) =>
      h("div", {
        role: "option", id: `${this.box.id}-${index}`, class: "suggestion",
        onpointerdown: (event) => { event.preventDefault(); this.pick(index); },
      }, h("span", {}, item.label), item.hint ? h("small", {}, item.hint) : null)));
    this.box.hidden = false;
    this.input.setAttribute("aria-controls", this.box.id);
    this.mark(0);
  }

  hide() {
    this.items = [];
    this.box.hidden = true;
    this.box.replaceChildren();
    this.input.removeAttribute("aria-activedescendant");
    this.input.removeAttribute("aria-controls");
  }

  /** Take a key if it is meant for the list; gives whether it was. */
  take(event) {
    if (this.items.length === 0 || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.mark((this.at + steps[event.key] + this.items.length) % this.items.length);
    else if (event.key === "Enter" || event.key === "Tab") this.pick(this.at);
    else if (event.key === "Escape") this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  mark(index) {
    this.at = index;
    for (const [place, node] of [...this.box.children].entries()) {
      node.setAttribute("aria-selected", String(place === index));
      if (place === index) node.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `${this.box.id}-${index}`);
  }

  pick(index) {
    const item = this.items[index];
    this.hide();
    this.onPick(item);
  }
}

// A list above the composer to choose from with the arrow keys or the pointer: commands, inline results.

import { el } from "./element.js";

export class Picker {
  #list;
  #field;
  #choices = [];
  #at = 0;
  #more = null;

  constructor(list, field) {
    this.#list = list;
    this.#field = field;
    list.addEventListener("scroll", () => this.#reach());
    this.close();
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  // Each choice is {title, text, pick, face}; without choices `note` stands alone. `head` is {text, pick}, a
  // button above them; `more` fetches what is behind the last one and adds it.
  open(choices, { note = null, head = null, more = null } = {}) {
    this.#choices = choices;
    this.#at = 0;
    this.#more = more;
    this.#list.hidden = !choices.length && !note && !head;
    this.#field.setAttribute("aria-expanded", String(this.isOpen));
    const rows = choices.map((choice, index) => this.#row(choice, index));
    const hint = !rows.length && note ? el("li", { class: "hint" }, note) : null;
    this.#list.replaceChildren(...[head && this.#head(head), hint, ...rows].filter(Boolean));
    this.#list.scrollTop = 0;
    this.#mark();
  }

  add(choices, more) {
    const behind = this.#choices.length;
    this.#choices = [...this.#choices, ...choices];
    this.#more = more;
    this.#list.append(...choices.map((choice, index) => this.#row(choice, behind + index)));
  }

  close() {
    this.open([]);
  }

  // Answers whether the key was meant for the list.
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "Escape") this.close();
    else if (!this.#choices.length) return false;
    else if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Enter" || event.key === "Tab") this.#choices[this.#at].pick();
    else return false;
    event.preventDefault();
    return true;
  }

  #move(step) {
    this.#at = (this.#at + step + this.#choices.length) % this.#choices.length;
    this.#mark();
  }

  #mark() {
    const options = [...this.#list.querySelectorAll("[role=option]")];
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#at)));
    options[this.#at]?.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", options[this.#at]?.id ?? "");
  }

  #reach() {
    const { scrollTop, clientHeight, scrollHeight } = this.#list;
    if (!this.#more || scrollTop + clientHeight < scrollHeight - clientHeight / 2) return;
    const more = this.#more;
    this.#more = null;
    more();
  }

  #head(head) {
    const button = el("button", { type: "button", onmousedown: keepFocus, onclick: head.pick }, head.text);
    return el("li", { class: "picker-head" }, button);
  }

  #row(choice, index) {
    return el(
      "li",
      {
        class: choice.face ? "choice card" : "choice",
        role: "option",
        id: `choice-${index}`,
        onmousedown: keepFocus,
        onclick: () => this.#choices[index].pick(),
      },
      choice.face,
      el("strong", {}, choice.title),
      el("span", {}, choice.text),
    );
  }
}

// The pointer must not take the focus away from what is being written.
const keepFocus = (event) => event.preventDefault();

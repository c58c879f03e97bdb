// A list above the composer to choose from with the arrow keys or the pointer: commands, inline results.

import { el } from "./element.js";

export class Picker {
  #list;
  #field;
  #choices = [];
  #at = 0;

  constructor(list, field) {
    this.#list = list;
    this.#field = field;
    this.close();
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  // Each choice is {title, text, pick, isWide}; without choices `note` stands alone.
  open(choices, note = null) {
    this.#choices = choices;
    this.#at = 0;
    this.#list.hidden = !choices.length && !note;
    this.#field.setAttribute("aria-expanded", String(this.isOpen));
    const rows = choices.map((choice, index) => this.#row(choice, index));
    this.#list.replaceChildren(...(rows.length || !note ? rows : [el("li", { class: "hint" }, note)]));
    this.#mark();
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

  #row(choice, index) {
    // The pointer must not take the focus away from what is being written.
    const keepFocus = (event) => event.preventDefault();
    const look = choice.isWide ? "choice wide" : "choice";
    return el(
      "li",
      {
        class: look,
        role: "option",
        id: `choice-${index}`,
        onmousedown: keepFocus,
        onclick: () => this.#choices[index].pick(),
      },
      el("strong", {}, choice.title),
      el("span", {}, choice.text),
    );
  }
}

// The message that is being answered, shown above the field until it is answered or let go.

import { el, icon, rebuild } from "./element.js";
import { word } from "./words.js";

export class ReplyStrip {
  element = el("div", { class: "reply-strip" });
  message = null;
  #asked = new Set();

  set(message) {
    this.message = message;
    this.element.hidden = !message;
    rebuild(this.element, message?.message_id, () => (message ? this.#shown(message) : []));
  }

  // A bot may ask for an answer to its message; it is offered once.
  offer(newest) {
    if (!newest?.reply_keyboard?.force_reply || this.#asked.has(newest)) return;
    this.#asked.add(newest);
    this.set(newest);
  }

  #shown(message) {
    const drop = () => this.set(null);
    return [
      el(
        "p",
        {},
        el("strong", {}, message.from_name),
        el("span", {}, (message.text || message.file?.name || "").slice(0, 120)),
      ),
      el(
        "button",
        { class: "icon-button", type: "button", "aria-label": word("close"), onclick: drop },
        icon("close"),
      ),
    ];
  }
}

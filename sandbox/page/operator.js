// The operator's side panel: who is in the chat, faults to try out, and what the bot asked of Telegram.

import { el, icon, rebuild } from "./element.js";
import { faultsSection, newcomersSection } from "./trials.js";
import { membersSection } from "./members.js";
import { RequestLog } from "./requests.js";
import { word } from "./words.js";

export class Operator {
  #world;
  #root = document.getElementById("operator");
  #toggle = document.getElementById("operator-toggle");
  #log = new RequestLog();
  #members = el("section");

  constructor(world) {
    this.#world = world;
    this.#toggle.append(icon("wrench"));
    this.#toggle.addEventListener("click", () => this.#setOpen(this.#root.hidden));
  }

  show() {
    this.#toggle.setAttribute("aria-label", word("operator"));
    this.#toggle.title = word("operator");
    if (this.#root.hidden) return;
    this.#build();
    this.#showMembers();
    this.#log.refresh();
  }

  #setOpen(isOpen) {
    this.#root.hidden = !isOpen;
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    document.getElementById("rooms").classList.toggle("with-operator", isOpen);
    this.#log.follow(isOpen);
    this.show();
  }

  // Built once for each language: what is being typed or unfolded here must survive the chat's changes.
  #build() {
    this.#root.setAttribute("aria-label", word("operator"));
    rebuild(this.#root, "sections", () => [
      this.#head(),
      this.#members,
      faultsSection(),
      newcomersSection(this.#world),
      this.#log.section(),
    ]);
  }

  #head() {
    const close = () => this.#setOpen(false);
    const button = el(
      "button",
      { class: "icon-button", type: "button", "aria-label": word("close"), onclick: close },
      icon("close"),
    );
    return el("header", { class: "operator-head" }, el("h2", {}, word("operator")), button);
  }

  #showMembers() {
    const { chat, people } = this.#world;
    rebuild(this.#members, [chat, people], () => membersSection(this.#world));
  }
}

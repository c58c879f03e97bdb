// The sandbox's clock: it ticks, and can be moved on to the next hour, morning or any later moment.

import * as api from "./api.js";
import { el, icon } from "./element.js";
import { toast } from "./notices.js";
import { dateAndTime, fieldValue, fromField, tomorrowAtSeven } from "./times.js";
import { word } from "./words.js";

export class Clock {
  #world;
  #root = document.getElementById("clock");
  #progress = document.getElementById("progress");
  #face = el("output", { class: "face" });
  #field = el("input", { type: "datetime-local", required: true });
  #isMoving = false;
  #spoken = "";

  constructor(world) {
    this.#world = world;
    setInterval(() => this.#tick(), 1_000);
  }

  show() {
    this.#tick();
    if (this.#spoken === document.documentElement.lang) return;
    this.#spoken = document.documentElement.lang;
    this.#root.replaceChildren(
      el("span", { class: "clock-icon" }, icon("clock")),
      this.#face,
      this.#button(word("plusHour"), null, () => ({ by: 3600 })),
      this.#button(word("tomorrow"), "sunrise", () => ({ to: tomorrowAtSeven(this.#world.now()) })),
      this.#otherTime(),
    );
  }

  #button(text, sign, move) {
    const press = () => this.#move(move());
    return el(
      "button",
      { class: "clock-button", type: "button", title: text, onclick: press },
      sign && icon(sign),
      el("span", {}, text),
    );
  }

  #otherTime() {
    const move = (event) => {
      event.preventDefault();
      event.currentTarget.closest("details").open = false;
      this.#move({ to: fromField(this.#field.value) });
    };
    const label = el("label", {}, `${word("moveTo")} (WIB)`, this.#field);
    const form = el(
      "form",
      { class: "popover", onsubmit: move },
      label,
      el("button", { class: "primary", type: "submit" }, word("move")),
    );
    const open = () => {
      this.#field.min = fieldValue(this.#world.now());
      this.#field.value = this.#field.min;
    };
    return el(
      "details",
      { class: "other-time", ontoggle: open },
      el("summary", { class: "clock-button" }, word("otherTime")),
      form,
    );
  }

  async #move(move) {
    if (this.#isMoving) return;
    this.#setMoving(true);
    try {
      this.#world.setClock((await api.moveClock(move)).clock);
    } catch (error) {
      toast(error.message);
    }
    this.#setMoving(false);
    await this.#world.sync();
  }

  #setMoving(isMoving) {
    this.#isMoving = isMoving;
    this.#progress.hidden = !isMoving;
    this.#progress.replaceChildren(el("span", {}, word("moving")));
    this.#root.toggleAttribute("inert", isMoving);
  }

  #tick() {
    this.#face.textContent = `${dateAndTime(this.#world.now())} WIB`;
  }
}

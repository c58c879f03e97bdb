// Where the present person writes: text, commands, inline queries, the bot's keyboard.

import * as api from "./api.js";
import { commandsFor } from "./commands.js";
import { el, icon, rebuild } from "./element.js";
import { InlineSearch } from "./inline.js";
import { toast } from "./notices.js";
import { Picker } from "./picker.js";
import { ReplyKeyboard } from "./reply_keyboard.js";
import { ReplyStrip } from "./reply_strip.js";
import { word } from "./words.js";
import { isAdmin, statusIn } from "./world.js";

const BORDERS = 2;
const TALLEST = 160;

export class Composer {
  #world;
  #root = document.getElementById("composer");
  #list = el("ul", { class: "picker", role: "listbox", id: "picker" });
  #field = el("textarea", { rows: "1", role: "combobox", "aria-controls": "picker", autocomplete: "off" });
  #slash = el(
    "button",
    { class: "icon-button", type: "button", onclick: () => this.#toggleCommands() },
    icon("menu"),
  );
  #send = el("button", { class: "send", type: "submit" }, icon("send"));
  #form = el(
    "form",
    { class: "writing", onsubmit: (event) => this.#submit(event) },
    this.#slash,
    this.#field,
    this.#send,
  );
  #notice = el("div", { class: "notice" });
  #picker = new Picker(this.#list, this.#field);
  #inline;
  #keyboard;
  #strip = new ReplyStrip();
  #drafts = new Map();
  #place = "";

  constructor(world) {
    this.#world = world;
    this.#inline = new InlineSearch(world, this.#picker, {
      done: () => this.fill(""),
      start: (parameter) => this.#start(parameter),
    });
    this.#keyboard = new ReplyKeyboard(world, this.#picker);
    this.#root.append(this.#list, this.#notice, this.#strip.element, this.#form, this.#keyboard.element);
    this.#field.addEventListener("input", () => this.#written());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
  }

  show() {
    this.#changePlace();
    const obstacle = this.#obstacle();
    this.#notice.hidden = !obstacle;
    this.#form.hidden = Boolean(obstacle) || !this.#world.chat;
    rebuild(this.#notice, [this.#place, obstacle], () => this.#noticeOf(obstacle));
    this.#keyboard.show(Boolean(obstacle));
    this.#strip.offer(this.#world.messages(this.#world.chatId).at(-1));
    this.#field.placeholder = word("write");
    this.#field.setAttribute("aria-label", word("write"));
    this.#send.setAttribute("aria-label", word("send"));
    this.#slash.setAttribute("aria-label", word("commands"));
    this.#grow();
  }

  // Puts text into the field as if it had been typed.
  fill(text) {
    this.#field.value = text;
    this.#field.focus();
    this.#written();
  }

  // What is written next answers this message.
  reply(message) {
    this.#strip.set(message);
    this.#field.focus();
  }

  async send(text) {
    const { chatId, personId, threadId } = this.#world;
    const answered = this.#strip.message;
    const thread = threadId ?? answered?.thread ?? undefined;
    try {
      await api.write(chatId, { from: personId, text, thread, reply_to: answered?.message_id });
      this.#strip.set(null);
      this.fill("");
    } catch (error) {
      toast(error.message);
    }
  }

  // Into the private chat, as the button above inline results leads there.
  #start(parameter) {
    this.fill("");
    this.#world.open(this.#world.personId);
    this.send(`/start ${parameter}`);
  }

  // Every chat keeps its own unfinished text.
  #changePlace() {
    const place = `${this.#world.personId}/${this.#world.chatId}`;
    if (place === this.#place) return;
    this.#drafts.set(this.#place, this.#field.value);
    this.#place = place;
    this.#field.value = this.#drafts.get(place) ?? "";
    this.#picker.close();
    this.#strip.set(null);
  }

  // What keeps the person from writing here.
  #obstacle() {
    const { chat, personId } = this.#world;
    if (chat?.blocked) return "blocked";
    if (chat?.type === "private") return chat.started ? null : "not started";
    return chat?.type === "channel" && !isAdmin(statusIn(chat, personId)) ? "readers only" : null;
  }

  #noticeOf(obstacle) {
    switch (obstacle) {
      case "blocked":
        return [this.#bigButton(word("unblock"), () => api.member(this.#world.chatId, "bot", "unblock"))];
      case "not started":
        return [
          el("p", { class: "hint" }, word("startHint")),
          this.#bigButton(word("start"), () => this.send("/start")),
        ];
      case "readers only":
        return [el("p", { class: "hint" }, word("readOnly"))];
      default:
        return [];
    }
  }

  #bigButton(text, act) {
    return el(
      "button",
      { class: "primary big", type: "button", onclick: () => act().catch((error) => toast(error.message)) },
      text,
    );
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (text && !this.#inline.isFor(text)) this.send(text);
  }

  #key(event) {
    if (this.#picker.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#form.requestSubmit();
    }
  }

  #written() {
    this.#grow();
    const text = this.#field.value;
    if (this.#inline.isFor(text)) return this.#inline.search(text);
    this.#inline.stop();
    if (this.#inline.isNear(text)) this.#inline.offerName((name) => this.fill(name));
    else if (/^\/\S*$/.test(text)) this.#offerCommands(text.slice(1));
    else this.#picker.close();
  }

  #toggleCommands() {
    if (this.#picker.isOpen) this.#picker.close();
    else this.#offerCommands("");
    this.#field.focus();
  }

  #offerCommands(beginning) {
    const matching = commandsFor(this.#world).filter(({ command }) => command.startsWith(beginning));
    this.#picker.open(
      matching.map(({ command, description }) => ({
        title: `/${command}`,
        text: description,
        pick: () => this.send(this.#addressed(command)),
      })),
    );
  }

  // In a group a command names its bot, as Telegram's own clients have it.
  #addressed(command) {
    return this.#world.chat.type === "private" ? `/${command}` : `/${command}@${this.#world.bot.username}`;
  }

  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight + BORDERS, TALLEST)}px`;
    this.#field.style.overflowY = this.#field.scrollHeight > TALLEST ? "auto" : "hidden";
  }
}

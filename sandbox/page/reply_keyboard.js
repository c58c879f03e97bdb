// The buttons that a bot puts in place of the keyboard.

import * as api from "./api.js";
import { el, rebuild } from "./element.js";
import { toast } from "./notices.js";
import { word } from "./words.js";

export class ReplyKeyboard {
  element = el("div", { class: "reply-keyboard" });
  #world;
  #picker;

  constructor(world, picker) {
    this.#world = world;
    this.#picker = picker;
  }

  show(isHidden) {
    const message = isHidden ? null : this.#message();
    this.element.hidden = !message;
    this.element.setAttribute("aria-label", word("keyboard"));
    const place = [this.#world.personId, this.#world.chatId, message?.message_id];
    rebuild(this.element, place, () => (message?.button_details ?? []).map((row) => this.#row(message, row)));
  }

  // The newest message that set or took away a keyboard decides; one for a single use goes after the answer.
  #message() {
    const messages = this.#world.messages(this.#world.chatId);
    const message = messages.findLast((one) => one.reply_keyboard);
    if (!message?.reply_keyboard.keyboard) return null;
    const isAnswer = (one) => one.message_id > message.message_id && one.from === this.#world.personId;
    return message.reply_keyboard.one_time_keyboard && messages.some(isAnswer) ? null : message;
  }

  #row(message, row) {
    const keys = row.map((button) => {
      const asksForChat = button.kind === "request_chat";
      const act = () => (asksForChat ? this.#offerChats(message, button) : this.#press(message, button));
      return el("button", { class: "key", type: "button", onclick: act }, button.text);
    });
    return el("div", { class: "key-row" }, keys);
  }

  #press(message, button, chat) {
    this.#picker.close();
    const { chatId, personId } = this.#world;
    const pressed = { from: personId, message_id: message.message_id, button: button.text, chat };
    api.press(chatId, pressed).catch((error) => toast(error.message));
  }

  #offerChats(message, button) {
    const wantsChannel = Boolean(button.value.chat_is_channel);
    const fits = (chat) => chat.type !== "private" && (chat.type === "channel") === wantsChannel;
    const choices = this.#world.chats.filter(fits).map((chat) => ({
      title: chat.title,
      text: "",
      pick: () => this.#press(message, button, chat.id),
    }));
    this.#picker.open(choices, { note: word("noChats") });
  }
}

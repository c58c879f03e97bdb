// The list of chats: who, what was said last and when, and how much is unread.

import { avatar, el, rebuild } from "./element.js";
import { serviceText } from "./service.js";
import { briefly } from "./times.js";
import { word } from "./words.js";

const KINDS = { group: "group", supergroup: "group", channel: "channel" };

export const titleOf = (chat, world) => (chat.type === "private" ? world.bot.first_name : chat.title);

export const kindOf = (chat) => (chat.is_forum ? "forum" : (KINDS[chat.type] ?? null));

export function showChats(nav, world, onOpen) {
  nav.setAttribute("aria-label", word("chats"));
  const rows = world.ownChats().map((chat) => summary(chat, world));
  rebuild(nav, rows, () =>
    rows.length
      ? rows.map((one) => row(one, () => onOpen(one.id)))
      : [el("p", { class: "hint" }, word("noChats"))],
  );
}

// All that a row shows, as plain values.
function summary(chat, world) {
  const last = world.messages(chat.id).at(-1);
  return {
    id: chat.id,
    face: chat.type === "private" ? world.bot.id : chat.id,
    kind: kindOf(chat),
    title: titleOf(chat, world),
    isOpen: chat.id === world.chatId,
    unread: chat.id === world.chatId ? 0 : world.unread(chat.id),
    time: last ? briefly(new Date(last.date), world.now()) : "",
    preview: last ? preview(last, chat, world) : word("noMessages"),
  };
}

function row(chat, open) {
  return el(
    "button",
    { class: "chat-row", type: "button", "aria-current": chat.isOpen && "true", onclick: open },
    avatar(chat.title, chat.face, chat.kind),
    el("span", { class: "chat-title" }, chat.title),
    el("time", { class: "chat-time" }, chat.time),
    el("span", { class: "chat-preview" }, chat.preview),
    chat.unread
      ? el("span", { class: "unread", "aria-label": word("unread", chat.unread) }, String(chat.unread))
      : null,
  );
}

function preview(message, chat, world) {
  if (message.service) return serviceText(message);
  const text = (message.text || message.file?.name || "").replace(/\s+/g, " ").slice(0, 120);
  if (message.from === world.personId) return `${word("you")}: ${text}`;
  return chat.type === "private" || chat.type === "channel" ? text : `${message.from_name}: ${text}`;
}

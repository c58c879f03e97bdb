// One message: its text, picture or file, what it answers, its marks and its buttons.

import { avatar, el, icon, toneOf } from "./element.js";
import { rich } from "./rich.js";
import { serviceText } from "./service.js";
import { hourAndMinute } from "./times.js";
import { GENERAL } from "./world.js";
import { word } from "./words.js";

// `world` tells who looks; `actions` are what a bubble can ask for: press, command, jump, reply.
export function bubble(message, world, actions) {
  if (message.service) return serviceLine(message);
  const own = message.from === world.personId;
  return el(
    "li",
    { class: `message ${own ? "own" : "theirs"}`, data: { id: message.message_id } },
    avatar(message.from_name ?? "?", message.from ?? message.message_id),
    el(
      "div",
      { class: "stack" },
      el(
        "div",
        { class: message.file && isPicture(message.file) ? "bubble with-picture" : "bubble" },
        senderLine(message, world),
        quoted(message, world, actions),
        attachment(message.file),
        message.text
          ? el("div", { class: "text" }, rich(message.text, message.entities, actions.command))
          : null,
        marks(message),
      ),
      keyboard(message, actions),
    ),
    replyButton(message, actions),
  );
}

function replyButton(message, actions) {
  return el(
    "button",
    {
      class: "reply icon-button",
      type: "button",
      "aria-label": word("reply"),
      title: word("reply"),
      onclick: () => actions.reply(message),
    },
    icon("reply"),
  );
}

function serviceLine(message) {
  return el(
    "li",
    { class: "service", data: { id: message.message_id } },
    el("span", {}, serviceText(message)),
  );
}

function senderLine(message, world) {
  const chat = world.chat;
  if (!chat) return null;
  const isKnown = chat.type === "private" || message.from === world.personId;
  const name = isKnown ? null : el("span", {}, message.from_name);
  const via = message.via ? el("span", { class: "via" }, word("via", message.via)) : null;
  const thread = chat.type === "private" ? null : threadChip(message, chat, world);
  if (!name && !via && !thread) return null;
  return el("div", { class: "sender", data: { tone: toneOf(message.from) } }, name, via, thread);
}

// Where all threads are shown together, each message names its own.
function threadChip(message, chat, world) {
  const thread = chat.threads.find((one) => one.id === (message.thread ?? GENERAL));
  if (!thread || world.threadId !== null) return null;
  return el("span", { class: "thread-chip" }, thread.id === GENERAL ? word("general") : thread.name);
}

function quoted(message, world, actions) {
  if (!message.reply_to) return null;
  const original = world.messages(world.chatId).find((one) => one.message_id === message.reply_to);
  if (!original) return null;
  return el(
    "button",
    { class: "quoted", type: "button", onclick: () => actions.jump(original.message_id) },
    el("strong", {}, original.from_name ?? ""),
    el("span", {}, (original.text || original.file?.name || "").slice(0, 90)),
  );
}

const isPicture = (file) => file.mime?.startsWith("image/");

function attachment(file) {
  if (!file) return null;
  if (isPicture(file)) {
    const picture = el("img", { class: "picture", src: file.url, alt: file.name || word("photo") });
    return el("a", { href: file.url, target: "_blank", rel: "noopener" }, picture);
  }
  return el(
    "a",
    { class: "file", href: file.url, download: file.name },
    el("span", { class: "file-icon" }, icon("file")),
    el("span", { class: "file-name" }, file.name),
    el("span", { class: "file-size" }, sizeOf(file.size)),
  );
}

function sizeOf(bytes) {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function marks(message) {
  return el(
    "div",
    { class: "marks" },
    message.edited ? el("span", {}, word("edited")) : null,
    message.silent
      ? el(
          "span",
          { class: "silent", title: word("silent"), "aria-label": word("silent"), role: "img" },
          icon("silent"),
        )
      : null,
    el("time", { datetime: message.date }, hourAndMinute(new Date(message.date))),
  );
}

function keyboard(message, actions) {
  // Buttons that stand in for the keyboard belong to the composer.
  const rows = message.reply_keyboard ? [] : message.button_details;
  if (!rows.length) return null;
  return el(
    "div",
    { class: "keyboard" },
    rows.map((row) =>
      el(
        "div",
        { class: "key-row" },
        row.map((button) => key(message, button, actions)),
      ),
    ),
  );
}

function key(message, button, actions) {
  const corner = { url: "link", copy_text: "copy" }[button.kind];
  if (button.kind === "url" && /^https?:/i.test(button.value)) {
    return el(
      "a",
      { class: "key", href: button.value, target: "_blank", rel: "noopener noreferrer" },
      button.text,
      icon("link"),
    );
  }
  const pressed = (event) => actions.press(message, button, event.currentTarget);
  return el(
    "button",
    { class: "key", type: "button", onclick: pressed },
    button.text,
    corner ? icon(corner) : null,
  );
}

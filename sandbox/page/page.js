// Puts the page together: the world in the middle, and a view for each part of it.

import * as api from "./api.js";
import { showChats } from "./chats.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { avatar, el, rebuild } from "./element.js";
import { showAnswer, toast } from "./notices.js";
import { Operator } from "./operator.js";
import { speak, word } from "./words.js";
import { World } from "./world.js";

const world = new World();
const rooms = document.getElementById("rooms");
const composer = new Composer(world);
const clock = new Clock(world);
const operator = new Operator(world);
const conversation = new Conversation(world, {
  press,
  command: (text) => composer.send(text),
  reply: (message) => composer.reply(message),
  back: () => rooms.classList.remove("reading"),
});

async function press(message, button, key) {
  if (button.kind.startsWith("switch_inline")) return composer.fill(`@${world.bot.username} ${button.value}`);
  if (button.kind === "copy_text") return copy(button.value.text);
  key.classList.add("waiting");
  key.disabled = true;
  try {
    showAnswer(
      await api.press(world.chatId, {
        from: world.personId,
        message_id: message.message_id,
        button: button.text,
      }),
    );
  } catch (error) {
    toast(error.message);
  }
  key.classList.remove("waiting");
  key.disabled = false;
}

// A link that starts the bot with a payload leads into the private chat, as it does in Telegram.
function followDeepLink(event) {
  const link = event.target.closest("a[href^='https://t.me/']");
  const url = link && new URL(link.href);
  const isOurs = url?.pathname.slice(1).toLowerCase() === world.bot.username.toLowerCase();
  if (!isOurs || !url.searchParams.has("start")) return;
  event.preventDefault();
  open(world.personId);
  composer.send(`/start ${url.searchParams.get("start")}`);
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(word("copied"));
}

function showPeople() {
  const group = document.getElementById("people");
  group.setAttribute("aria-label", word("people"));
  rebuild(group, [world.people, world.personId], () => world.people.map(personButton));
}

function personButton(person) {
  const isChosen = person.id === world.personId;
  const play = () => world.play(person.id);
  return el(
    "button",
    {
      class: "person",
      type: "button",
      "aria-pressed": String(isChosen),
      title: person.first_name,
      onclick: play,
    },
    avatar(person.first_name, person.id),
    el("span", {}, person.first_name),
  );
}

function show() {
  speak(world.person?.language_code);
  document.body.classList.toggle("offline", !world.online);
  document.body.dataset.offline = word("offline");
  if (!document.hidden) world.markSeen();
  showPeople();
  showChats(document.getElementById("chats"), world, open);
  conversation.show();
  composer.show();
  clock.show();
  operator.show();
}

function open(chatId) {
  rooms.classList.add("reading");
  world.open(chatId);
}

world.addEventListener("change", show);
document.addEventListener("click", followDeepLink);
await world.start();

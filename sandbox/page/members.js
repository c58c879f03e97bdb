// Who is in the open chat with what standing, and what can be done to them.

import * as api from "./api.js";
import { avatar, el } from "./element.js";
import { toast } from "./notices.js";
import { word } from "./words.js";
import { statusIn } from "./world.js";

const IN_PRIVATE = ["block", "unblock"];
const IN_GROUPS = ["join", "promote", "demote", "restrict", "leave", "kick"];

export function membersSection(world) {
  const { chat, bot, people } = world;
  if (!chat) return [];
  const everyone = chat.type === "private" ? [bot] : [bot, ...people];
  const actions = chat.type === "private" ? IN_PRIVATE : IN_GROUPS;
  return [
    el("h3", {}, word("membersOf")),
    ...everyone.map((user) => member(world, user, actions)),
    chat.type === "group" ? upgradeButton(world) : "",
  ];
}

function member(world, user, actions) {
  const { chat, bot } = world;
  const act = (event) => perform(world, user.id === bot.id ? "bot" : user.id, event.currentTarget);
  const select = el(
    "select",
    { "aria-label": user.first_name, onchange: act },
    el("option", { value: "" }, statusIn(chat, user.id)),
    actions.map((action) => el("option", { value: action }, `→ ${action}`)),
  );
  return el(
    "div",
    { class: "member" },
    avatar(user.first_name, user.id),
    el("span", {}, user.first_name),
    select,
  );
}

function upgradeButton(world) {
  const upgrade = (event) => perform(world, "bot", Object.assign(event.currentTarget, { value: "upgrade" }));
  return el("button", { class: "small", type: "button", onclick: upgrade }, word("upgrade"));
}

async function perform(world, user, control) {
  const action = control.value;
  control.value = "";
  try {
    const answer = await api.member(world.chatId, user, action);
    await world.sync();
    if (answer.id) world.open(answer.id);
  } catch (error) {
    toast(error.message);
  }
}

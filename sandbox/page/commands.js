// Which of the bot's commands this person sees in this chat, as Telegram resolves scopes and languages.

import { isAdmin, statusIn } from "./world.js";

export function commandsFor(world) {
  const lists = world.bot?.commands ?? {};
  const language = world.person?.language_code ?? "";
  for (const scope of scopes(world.chat, world.personId)) {
    for (const key of [`${scope}:${language}`, scope]) {
      if (lists[key]?.length) return lists[key];
    }
  }
  return [];
}

// From the narrowest scope to the widest.
function scopes(chat, personId) {
  if (!chat) return ["default"];
  if (chat.type === "private") return [`chat/${chat.id}`, "all_private_chats", "default"];
  const admin = isAdmin(statusIn(chat, personId));
  const narrow = [
    `chat_member/${chat.id}/${personId}`,
    ...(admin ? [`chat_administrators/${chat.id}`] : []),
    `chat/${chat.id}`,
  ];
  return [...narrow, ...(admin ? ["all_chat_administrators"] : []), "all_group_chats", "default"];
}

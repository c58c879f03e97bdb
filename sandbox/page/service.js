// What Telegram itself says in a chat: who came and went, which topics were opened.

import { word } from "./words.js";

const SENTENCES = {
  new_chat_members: (members) => word("joined", members.map((member) => member.first_name).join(", ")),
  left_chat_member: (member) => word("leftChat", member.first_name),
  forum_topic_created: (topic) => word("topicCreated", topic.name),
  forum_topic_edited: (topic) => word("topicEdited", topic.name),
  forum_topic_closed: () => word("topicClosed"),
  forum_topic_reopened: () => word("topicReopened"),
  pinned_message: (message) => word("pinned", (message.text ?? message.caption ?? "…").slice(0, 60)),
  migrate_to_chat_id: () => word("upgraded"),
  migrate_from_chat_id: () => word("upgraded"),
  chat_shared: (shared) => word("shared", shared.title ?? shared.chat_id),
};

export function serviceText(message) {
  const [kind, value] = Object.entries(message.service)[0];
  return SENTENCES[kind]?.(value) ?? word("somethingHappened");
}

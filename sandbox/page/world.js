// What the page knows of the sandbox, kept fresh by events; whoever shows it listens for "change".

import * as api from "./api.js";

const POLL_EVERY = 2_000;

// The thread in which a forum's messages without a thread stand.
export const GENERAL = 1;

export class World extends EventTarget {
  people = [];
  chats = [];
  bot = null;
  version = 0;
  online = true;
  personId = null;
  chatId = null;
  threadId = null;
  #messages = new Map();
  #seen = new Map();
  #clock = { at: 0, shows: 0 };
  #syncing = null;
  #again = false;

  async start() {
    await this.sync();
    this.#listen();
  }

  get person() {
    return this.people.find((person) => person.id === this.personId);
  }

  get chat() {
    return this.chats.find((chat) => chat.id === this.chatId);
  }

  now() {
    return new Date(this.#clock.shows + performance.now() - this.#clock.at);
  }

  messages(chatId) {
    return [...(this.#messages.get(chatId)?.values() ?? [])].sort((a, b) => a.message_id - b.message_id);
  }

  // The chats that the present person takes part in, the liveliest first.
  ownChats() {
    const own = this.chats.filter((chat) =>
      chat.type === "private" ? chat.id === this.personId : isInside(statusIn(chat, this.personId)),
    );
    const liveliness = (chat) => Date.parse(this.messages(chat.id).at(-1)?.date ?? 0);
    return own.sort(
      (a, b) => (b.type === "private") - (a.type === "private") || liveliness(b) - liveliness(a),
    );
  }

  unread(chatId) {
    const seen = this.#seen.get(`${this.personId}/${chatId}`) ?? 0;
    return this.messages(chatId).filter(
      (message) => message.message_id > seen && message.from !== this.personId,
    ).length;
  }

  play(personId) {
    this.personId = personId;
    const chats = this.ownChats();
    if (!chats.some((chat) => chat.id === this.chatId)) this.chatId = chats[0]?.id ?? null;
    this.open(this.chatId);
  }

  open(chatId, threadId = null) {
    this.chatId = chatId;
    this.threadId = threadId;
    this.markSeen();
    this.#changed();
  }

  markSeen() {
    if (document.visibilityState === "visible") {
      this.#seen.set(`${this.personId}/${this.chatId}`, this.#lastId(this.chatId));
    }
  }

  setClock(iso) {
    this.#clock = { at: performance.now(), shows: Date.parse(iso) };
  }

  // Syncs are never interleaved: what changes during one is fetched by the next.
  async sync() {
    this.#again = true;
    this.#syncing ??= this.#syncUntilQuiet().finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #syncUntilQuiet() {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#syncOnce();
        this.online = true;
      } catch (error) {
        this.online = false;
        console.warn("sync failed:", error);
      }
      this.#changed();
    }
  }

  async #syncOnce() {
    const state = await api.state();
    // A new sandbox at the old address counts from the start again.
    if (state.version < this.version) location.reload();
    await Promise.all(state.chats.map((chat) => this.#fetch(chat.id)));
    this.people = state.people;
    this.chats = state.chats;
    this.bot = state.bot;
    this.version = state.version;
    this.setClock(state.clock);
    if (this.personId === null && this.people.length) this.#beSomebody();
  }

  // The first person is played first, and what was said before the page was opened counts as read.
  #beSomebody() {
    for (const person of this.people) {
      for (const chat of this.chats) this.#seen.set(`${person.id}/${chat.id}`, this.#lastId(chat.id));
    }
    this.personId = this.people[0].id;
    this.chatId = this.ownChats()[0]?.id ?? null;
  }

  async #fetch(chatId) {
    const known = this.#messages.get(chatId) ?? new Map();
    const changes = await api.changes(chatId, this.version);
    for (const message of changes.messages) known.set(message.message_id, message);
    for (const id of changes.deleted) known.delete(id);
    this.#messages.set(chatId, known);
  }

  #lastId(chatId) {
    return Math.max(0, ...(this.#messages.get(chatId)?.keys() ?? []));
  }

  #listen() {
    const events = new EventSource("/sandbox/events");
    events.addEventListener("message", () => this.sync());
    setInterval(() => {
      if (events.readyState !== EventSource.OPEN) this.sync();
    }, POLL_EVERY);
    document.addEventListener("visibilitychange", () => this.open(this.chatId, this.threadId));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export function statusIn(chat, userId) {
  return chat.members?.find((member) => member.id === userId)?.status ?? "left";
}

export const isInside = (status) => status !== "left" && status !== "kicked";

export const isAdmin = (status) => status === "creator" || status === "administrator";

// The open chat: its head, its threads and its messages in order, with the days between them.

import { bubble } from "./bubble.js";
import { kindOf, titleOf } from "./chats.js";
import { arrange, avatar, el, icon, rebuild } from "./element.js";
import { dayName, isoDay } from "./times.js";
import { GENERAL, isInside } from "./world.js";
import { word } from "./words.js";

const NEAR_BOTTOM = 120;
const SAME_BREATH = 5 * 60_000;

export class Conversation {
  #world;
  #actions;
  #shown = new Map();
  #place = "";
  #isAtBottom = true;
  #lastTop = 0;
  #head = document.getElementById("chat-head");
  #threads = document.getElementById("threads");
  #scroll = document.getElementById("scroll");
  #list = document.getElementById("messages");
  #toNewest = document.getElementById("to-newest");

  constructor(world, actions) {
    this.#world = world;
    this.#actions = { ...actions, jump: (id) => this.#jump(id) };
    this.#toNewest.append(icon("down"));
    this.#toNewest.addEventListener("click", () => this.#toBottom("smooth"));
    this.#scroll.addEventListener("scroll", () => this.#scrolled());
    // Pictures arrive after their message and make it taller.
    new ResizeObserver(() => this.#keepAtBottom()).observe(this.#list);
  }

  show() {
    const { personId, chatId, threadId, chat } = this.#world;
    const place = `${personId}/${chatId}/${threadId}/${document.documentElement.lang}`;
    const isNewPlace = place !== this.#place;
    const wasAtBottom = this.#isAtBottom;
    if (isNewPlace) this.#shown.clear();
    this.#place = place;
    this.#toNewest.setAttribute("aria-label", word("newest"));
    this.#scroll.setAttribute("aria-label", word("messages"));
    this.#threads.setAttribute("aria-label", word("threads"));
    this.#showHead(chat);
    this.#showThreads(chat);
    this.#list.dataset.kind = chat?.type ?? "";
    arrange(this.#list, chat ? this.#nodes(isNewPlace) : []);
    if (isNewPlace) this.#toBottom("instant");
    else if (wasAtBottom || this.#lastIsOwn()) this.#toBottom("smooth");
  }

  #messages() {
    const { chatId, threadId } = this.#world;
    const all = this.#world.messages(chatId);
    return threadId === null ? all : all.filter((message) => (message.thread ?? GENERAL) === threadId);
  }

  #nodes(isNewPlace) {
    const nodes = [];
    let before = null;
    for (const message of this.#messages()) {
      if (!before || isoDay(new Date(before.date)) !== isoDay(new Date(message.date)))
        nodes.push(this.#day(message));
      const node = this.#node(message, isNewPlace);
      node.classList.toggle("follows", continues(before, message));
      nodes.push(node);
      before = message;
    }
    return nodes.length ? nodes : [el("li", { class: "service" }, el("span", {}, word("noMessages")))];
  }

  #node(message, isNewPlace) {
    const known = this.#shown.get(message.message_id);
    if (known?.version === message.version) return known.node;
    const node = bubble(message, this.#world, this.#actions);
    if (!known && !isNewPlace) node.classList.add("arriving");
    this.#shown.set(message.message_id, { version: message.version, node });
    return node;
  }

  #day(message) {
    const moment = new Date(message.date);
    const key = `day ${isoDay(moment)}`;
    const known = this.#shown.get(key)?.node ?? el("li", { class: "day" }, el("span"));
    known.firstChild.textContent = dayName(moment, this.#world.now());
    this.#shown.set(key, { node: known });
    return known;
  }

  #showHead(chat) {
    const key = chat && [chat.id, titleOf(chat, this.#world), describe(chat, this.#world)];
    rebuild(this.#head, key, () =>
      chat ? this.#headOf(chat) : [el("p", { class: "hint" }, word("pickChat"))],
    );
  }

  #headOf(chat) {
    const title = titleOf(chat, this.#world);
    const face = chat.type === "private" ? this.#world.bot.id : chat.id;
    return [
      el(
        "button",
        {
          class: "icon-button back",
          type: "button",
          "aria-label": word("back"),
          onclick: this.#actions.back,
        },
        icon("back"),
      ),
      avatar(title, face, kindOf(chat)),
      el("div", { class: "head-text" }, el("h1", {}, title), el("p", {}, describe(chat, this.#world))),
    ];
  }

  #showThreads(chat) {
    this.#threads.hidden = !chat?.is_forum;
    if (!chat?.is_forum) return;
    const named = (chat.threads ?? []).filter((thread) => thread.id !== GENERAL);
    const all = [{ id: null, name: word("allThreads") }, { id: GENERAL, name: word("general") }, ...named];
    rebuild(this.#threads, [chat.id, this.#world.threadId, all], () =>
      all.map((thread) => this.#threadTab(thread)),
    );
  }

  #threadTab(thread) {
    const { chatId, threadId } = this.#world;
    const selected = thread.id === threadId;
    const open = () => this.#world.open(chatId, thread.id);
    const name = thread.closed ? `${thread.name} · ${word("closed")}` : thread.name;
    return el(
      "button",
      { class: "thread", type: "button", "aria-current": selected && "true", onclick: open },
      name,
    );
  }

  #lastIsOwn() {
    const last = this.#messages().at(-1);
    return (
      last &&
      this.#list.lastElementChild?.classList.contains("arriving") &&
      last.from === this.#world.personId
    );
  }

  #isNearBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }

  #toBottom(behavior) {
    this.#isAtBottom = true;
    this.#scroll.scrollTo({ top: this.#scroll.scrollHeight, behavior });
  }

  // Only scrolling up leaves the bottom: what grows below must not.
  #scrolled() {
    const { scrollTop } = this.#scroll;
    if (this.#isNearBottom()) this.#isAtBottom = true;
    else if (scrollTop < this.#lastTop) this.#isAtBottom = false;
    this.#lastTop = scrollTop;
    this.#toNewest.hidden = this.#isAtBottom;
  }

  #keepAtBottom() {
    if (this.#isAtBottom) this.#toBottom("instant");
    else this.#scrolled();
  }

  #jump(id) {
    const node = this.#shown.get(id)?.node;
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    node?.classList.add("pointed-at");
    setTimeout(() => node?.classList.remove("pointed-at"), 1_500);
  }
}

function continues(before, message) {
  return (
    Boolean(before) &&
    !before.service &&
    before.from === message.from &&
    before.thread === message.thread &&
    before.via === message.via &&
    Date.parse(message.date) - Date.parse(before.date) < SAME_BREATH
  );
}

function describe(chat, world) {
  if (chat.type === "private") return `${word("bot")} · @${world.bot.username}`;
  const count = (chat.members ?? []).filter((member) => isInside(member.status)).length;
  if (chat.type === "channel") return `${word("channel")} · ${word("subscribers", count)}`;
  return `${word(chat.is_forum ? "forum" : "group")} · ${word("members", count)}`;
}

// Inline queries: the cards that the bot offers while "@bot …" is being written, in any chat.

import * as api from "./api.js";
import { avatar, el } from "./element.js";
import { toast } from "./notices.js";
import { word } from "./words.js";

const PAUSE = 350;

export class InlineSearch {
  #world;
  #picker;
  #actions;
  #timer = null;
  #newest = 0;

  // `actions` are what a search can end in: done, start.
  constructor(world, picker, actions) {
    this.#world = world;
    this.#picker = picker;
    this.#actions = actions;
  }

  isFor(text) {
    return text.toLowerCase().startsWith(`${this.#name} `.toLowerCase());
  }

  // Whether the text may become a query: the beginning of the bot's name.
  isNear(text) {
    return text.startsWith("@") && this.#name.toLowerCase().startsWith(text.toLowerCase());
  }

  // What is being written stays below the list: only its first page takes the place of what was there.
  search(text) {
    clearTimeout(this.#timer);
    if (!this.#picker.isOpen) this.#picker.open([], { note: word("inlineWait") });
    this.#timer = setTimeout(() => this.#ask(text.slice(text.indexOf(" ") + 1)), PAUSE);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#newest++;
  }

  offerName(fill) {
    const pick = () => fill(`${this.#name} `);
    this.#picker.open([{ title: this.#name, text: word("inlineOffer"), pick }]);
  }

  get #name() {
    return `@${this.#world.bot?.username ?? ""}`;
  }

  // Answers may overtake one another; only the newest question's counts.
  async #ask(query) {
    const question = ++this.#newest;
    const answer = await this.#answer(query, "");
    if (question !== this.#newest) return;
    if (answer.note) return this.#picker.open([], { note: answer.note });
    this.#picker.open(this.#cards(answer), {
      note: answer.button ? null : word("inlineNone"),
      head: answer.button && this.#head(answer.button),
      more: this.#following(question, query, answer.next_offset),
    });
  }

  // What fetches the cards behind the last ones; nothing when there are none.
  #following(question, query, offset) {
    if (!offset) return null;
    return async () => {
      const answer = await this.#answer(query, offset);
      if (question !== this.#newest || answer.note) return;
      this.#picker.add(this.#cards(answer), this.#following(question, query, answer.next_offset));
    };
  }

  async #answer(query, offset) {
    try {
      const answer = await api.inline({ from: this.#world.personId, query, offset });
      return answer.timed_out ? { note: word("inlineTimedOut") } : answer;
    } catch (error) {
      return { note: error.message };
    }
  }

  #cards(answer) {
    return answer.results.map((result) => ({
      title: result.title ?? result.id,
      text: result.description ?? "",
      face: face(result),
      pick: () => this.#send(answer.query_id, result.id),
    }));
  }

  #head(button) {
    return { text: button.text, pick: () => this.#actions.start(button.start_parameter) };
  }

  async #send(query_id, result) {
    const { chatId, personId, threadId } = this.#world;
    try {
      await api.sendCard(chatId, { from: personId, query_id, result, thread: threadId ?? undefined });
      this.stop();
      this.#actions.done();
    } catch (error) {
      toast(error.message);
    }
  }
}

// A picture, or the first letter as Telegram's clients show it.
function face(result) {
  if (result.thumbnail_url) return el("img", { class: "face", src: result.thumbnail_url, alt: "" });
  const letter = avatar(result.title ?? "", [...(result.description ?? "")].slice(0, 9).reduce(sum, 0));
  letter.classList.add("face");
  return letter;
}

const sum = (total, letter) => total + letter.codePointAt(0);

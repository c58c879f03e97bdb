// Inline queries: what the bot offers while "@bot …" is being written.

import * as api from "./api.js";
import { word } from "./words.js";

const PAUSE = 350;

export class InlineSearch {
  #world;
  #picker;
  #send;
  #timer = null;
  #newest = 0;

  constructor(world, picker, send) {
    this.#world = world;
    this.#picker = picker;
    this.#send = send;
  }

  isFor(text) {
    return text.toLowerCase().startsWith(`@${this.#world.bot?.username ?? ""} `.toLowerCase());
  }

  search(text) {
    clearTimeout(this.#timer);
    this.#picker.open([], word("inlineWait"));
    this.#timer = setTimeout(() => this.#ask(text.slice(text.indexOf(" ") + 1)), PAUSE);
  }

  // Answers may overtake one another; only the newest question's counts.
  async #ask(query) {
    const question = ++this.#newest;
    const answer = await api.inline({ from: this.#world.personId, query }).catch((error) => ({ error }));
    if (question !== this.#newest) return;
    if (answer.error || answer.timed_out)
      return this.#picker.open([], answer.error?.message ?? word("inlineTimedOut"));
    this.#picker.open(
      answer.results.map((result) => this.#choice(result)),
      word("inlineNone"),
    );
  }

  #choice(result) {
    return {
      title: result.title ?? result.id,
      text: result.description ?? "",
      isWide: true,
      pick: () => this.#send(plain(result.input_message_content)),
    };
  }
}

// The script endpoints take plain text, so formatting is left behind.
function plain(content) {
  const text = content?.message_text ?? "";
  if (content?.parse_mode?.toLowerCase() !== "html") return text;
  return new DOMParser().parseFromString(text, "text/html").body.textContent;
}

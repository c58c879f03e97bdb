// The newest requests that the bot made of Telegram, each with its parameters and answer.

import * as api from "./api.js";
import { arrange, el } from "./element.js";
import { word } from "./words.js";

const REFRESH_EVERY = 2_000;
const KEPT = 300;
const SHOWN = 60;

export class RequestLog {
  #list = el("ol", { class: "requests" });
  #requests = [];
  #rows = new Map();
  #timer = null;
  #hidesPolling = true;

  section() {
    const choose = (event) => {
      this.#hidesPolling = event.currentTarget.checked;
      this.#show();
    };
    const box = el("input", { type: "checkbox", checked: this.#hidesPolling, onchange: choose });
    return el(
      "section",
      {},
      el("h3", {}, word("requests")),
      el("label", { class: "choice-box" }, box, word("hidePolling")),
      this.#list,
    );
  }

  follow(isFollowed) {
    clearInterval(this.#timer);
    if (isFollowed) this.#timer = setInterval(() => this.refresh(), REFRESH_EVERY);
  }

  async refresh() {
    const fresh = await api.requests(this.#requests.at(-1)?.n ?? 0).catch(() => []);
    const known = new Set(this.#requests.map((request) => request.n));
    this.#requests.push(...fresh.filter((request) => !known.has(request.n)));
    for (const gone of this.#requests.splice(0, this.#requests.length - KEPT)) this.#rows.delete(gone.n);
    this.#show();
  }

  #show() {
    const shown = this.#requests.filter(
      (request) => !(this.#hidesPolling && request.method === "getUpdates"),
    );
    const rows = shown
      .slice(-SHOWN)
      .reverse()
      .map((request) => this.#row(request));
    arrange(this.#list, rows.length ? rows : [el("li", { class: "hint" }, word("noRequests"))]);
  }

  #row(request) {
    if (!this.#rows.has(request.n)) this.#rows.set(request.n, row(request));
    return this.#rows.get(request.n);
  }
}

function row(request) {
  const mood = request.status === 200 ? "fine" : "refused";
  const details = () => el("pre", {}, `${pretty(request.parameters)}\n\n${pretty(request.answer)}`);
  const unfold = (event) => {
    if (event.currentTarget.open && event.currentTarget.children.length === 1)
      event.currentTarget.append(details());
  };
  const summary = el(
    "summary",
    {},
    el("span", { class: `status ${mood}` }, String(request.status ?? "–")),
    el("span", { class: "method" }, request.method),
    el("span", { class: "about" }, String(request.parameters?.chat_id ?? "")),
  );
  return el("li", {}, el("details", { ontoggle: unfold }, summary));
}

const pretty = (value) => JSON.stringify(value, null, 2) ?? "";

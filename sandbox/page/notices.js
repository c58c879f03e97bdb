// Short notices that pass, and alerts that wait to be read.

import { el } from "./element.js";
import { word } from "./words.js";

const STAYS = 4_000;

export function toast(text) {
  const note = el("div", { class: "toast" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), STAYS);
}

export function alertWith(text) {
  const dialog = document.getElementById("alert");
  const close = el("button", { class: "primary", type: "button", onclick: () => dialog.close() }, "OK");
  dialog.replaceChildren(el("p", {}, text), close);
  dialog.showModal();
}

export function showAnswer(result) {
  if (result.timed_out) toast(word("timedOut"));
  else if (result.answer?.show_alert) alertWith(result.answer.text);
  else if (result.answer?.text) toast(result.answer.text);
}

// Things to try the bot with: faults of the Bot API, new people, new groups.

import * as api from "./api.js";
import { el } from "./element.js";
import { toast } from "./notices.js";
import { word } from "./words.js";

const FAULTS = {
  429: { kind: "429", retry_after: 5, times: 1 },
  "500 × 3": { kind: "500", times: 3 },
  silence: { kind: "silence", times: 1 },
  timeout_after: { kind: "timeout_after", times: 1 },
  drop_after: { kind: "drop_after", times: 1 },
};

export function faultsSection() {
  const buttons = Object.entries(FAULTS).map(([name, fault]) =>
    button(name, () => set([{ method: "sendMessage", chat: null, ...fault }], word("faultsSet", name))),
  );
  return el(
    "section",
    {},
    el("h3", {}, word("faults")),
    el("p", { class: "hint" }, word("faultsHint")),
    el(
      "div",
      { class: "buttons" },
      buttons,
      button(word("clearFaults"), () => set([], word("faultsCleared"))),
    ),
  );
}

const set = (faults, done) =>
  api.setFaults(faults).then(
    () => toast(done),
    (error) => toast(error.message),
  );

const button = (text, onclick) => el("button", { class: "small", type: "button", onclick }, text);

export function newcomersSection(world) {
  const person = (name) => api.newChat({ type: "private", first_name: name, language_code: "id" });
  const group = (title) => api.newChat({ type: "group", title, creator: world.personId });
  return el(
    "section",
    {},
    maker(world, word("newPerson"), word("personName"), person),
    maker(world, word("newGroup"), word("groupName"), group),
  );
}

function maker(world, title, hint, make) {
  const field = el("input", { type: "text", required: true, placeholder: hint, "aria-label": hint });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await make(field.value);
      field.value = "";
      await world.sync();
    } catch (error) {
      toast(error.message);
    }
  };
  return el(
    "form",
    { class: "maker", onsubmit: submit },
    el("h3", {}, title),
    el("div", {}, field, el("button", { class: "small", type: "submit" }, word("create"))),
  );
}

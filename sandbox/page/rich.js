// Turns a message's text and entities into nodes; entities nest, and count UTF-16 units as JavaScript does.

import { el } from "./element.js";
import { word } from "./words.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE_LINK = /^(https?|mailto|tg):/i;
const LONG_QUOTE = 180;

// `onCommand` receives the text of a bot command that was clicked.
export function rich(text, entities = [], onCommand = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return inside({ text, entities: sorted, onCommand }, 0, text.length);
}

function inside(source, start, end) {
  const nodes = [];
  let position = start;
  while (position < end) {
    const next = source.entities.findIndex((entity) => entity.offset >= position && entity.offset < end);
    const entity = source.entities[next];
    nodes.push(source.text.slice(position, entity ? entity.offset : end));
    if (!entity) break;
    source.entities.splice(next, 1);
    const stop = Math.min(entity.offset + entity.length, end);
    nodes.push(wrap(source, entity, inside(source, entity.offset, stop)));
    position = stop + (BLOCKS.has(entity.type) && source.text[stop] === "\n" ? 1 : 0);
  }
  return nodes.filter((node) => node !== "");
}

function wrap(source, entity, children) {
  const text = source.text.slice(entity.offset, entity.offset + entity.length);
  switch (entity.type) {
    case "url":
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children);
    case "text_link":
      return link(entity.url, children);
    case "email":
      return link(`mailto:${text}`, children);
    case "spoiler":
      return spoiler(children);
    case "expandable_blockquote":
      return expandable(text, children);
    case "bot_command":
      return el(
        "button",
        { class: "command", type: "button", onclick: () => source.onCommand(text) },
        children,
      );
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "mention" }, children);
    default:
      return TAGS[entity.type] ? el(TAGS[entity.type], {}, children) : el("span", {}, children);
  }
}

function link(url, children) {
  if (!SAFE_LINK.test(url)) return el("span", {}, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(children) {
  const cover = el(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": word("spoiler") },
    children,
  );
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", reveal, { once: true });
  cover.addEventListener("keydown", reveal);
  return cover;
}

function expandable(text, children) {
  const quote = el("blockquote", { class: "expandable" }, children);
  if (text.length < LONG_QUOTE && text.split("\n").length <= 3) return quote;
  quote.classList.add("folded");
  const toggle = el(
    "button",
    { class: "unfold", type: "button", "aria-expanded": "false" },
    word("showMore"),
  );
  toggle.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.textContent = word(folded ? "showMore" : "showLess");
  });
  return el("div", { class: "quote" }, quote, toggle);
}

// Builds elements from plain values; text is only ever text, never markup.

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) set(element, name, value);
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "class") element.className = value;
  else if (name === "data") Object.assign(element.dataset, value);
  else element.setAttribute(name, value === true ? "" : value);
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// One of the seven colours that tell people and chats apart.
export const toneOf = (key) => String(Math.abs(Number(key)) % 7);

export function avatar(name, key, kind = null) {
  const inside = kind ? icon(kind) : ([...name.trim()][0]?.toUpperCase() ?? "?");
  return el("span", { class: "avatar", data: { tone: toneOf(key) }, "aria-hidden": "true" }, inside);
}

// Puts `nodes` into `parent` in this order and moves only those that stand elsewhere, so focus survives.
export function arrange(parent, nodes) {
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}

const built = new WeakMap();

// Builds `parent`'s children anew only when `key` has changed, and leaves the focus on the same child.
export function rebuild(parent, key, build) {
  const now = JSON.stringify([document.documentElement.lang, key]);
  if (built.get(parent) === now) return;
  built.set(parent, now);
  const focused = [...parent.children].indexOf(document.activeElement);
  parent.replaceChildren(...build());
  parent.children[focused]?.focus();
}

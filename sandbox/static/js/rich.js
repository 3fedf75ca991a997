// Telegram's entities to elements. Offsets count UTF-16 units, as JavaScript strings do.
import { el } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote"]);
// Drawn by the page, since not every machine has a font for them; the character stays in the text.
const DOTS = { "🔴": "red", "🟠": "orange", "🟡": "yellow", "🟢": "green", "🔵": "blue", "⚪": "white", "⚫": "black" };
const DOT = new RegExp(`(${Object.keys(DOTS).join("|")})`, "u");

function plain(text) {
  const fragment = document.createDocumentFragment();
  for (const piece of text.split(DOT)) {
    if (DOTS[piece]) fragment.append(el("span", { class: `dot ${DOTS[piece]}` }, piece));
    else if (piece) fragment.append(piece);
  }
  return fragment;
}

// `act` has open(parameter) for links to the bot, and command(text) for commands in a text.
export function rich(text, entities, act) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = entity.offset + entity.length;
    const inner = [];
    while (index + 1 < entities.length && entities[index + 1].offset < end) {
      index += 1;
      inner.push({ ...entities[index], offset: entities[index].offset - entity.offset });
    }
    const block = BLOCKS.has(entity.type);
    const before = text.slice(at, entity.offset);
    fragment.append(plain(block ? before.replace(/\n$/, "") : before));
    fragment.append(wrapped(entity, text.slice(entity.offset, end), inner, act));
    // A block breaks the line by itself: the newline after it would be an empty line.
    at = block && text[end] === "\n" ? end + 1 : end;
  }
  fragment.append(plain(text.slice(at)));
  return fragment;
}

function wrapped(entity, text, inner, act) {
  if (entity.type === "bot_command") {
    return el("button", { type: "button", class: "inline", onclick: () => act.command(text) }, text);
  }
  if (entity.type === "spoiler") return spoiler(rich(text, inner, act));
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url || text, rich(text, inner, act), act);
  if (entity.type === "mention") return el("span", { class: "mention" }, text);
  const node = el(TAGS[entity.type] || "span");
  node.append(rich(text, inner, act));
  return node;
}

function spoiler(content) {
  const node = el("span", { class: "spoiler", role: "button", tabIndex: 0, "aria-label": "Hidden text, press to show" });
  node.append(content);
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

// Only links to the bot itself lead anywhere: the sandbox has no network.
export function startParameter(url, username) {
  let target;
  try {
    target = new URL(url);
  } catch {
    return null;
  }
  const own = target.hostname === "t.me" && target.pathname.toLowerCase() === `/${username.toLowerCase()}`;
  return own && target.protocol === "https:" ? target.searchParams.get("start") || "" : null;
}

function link(url, content, act) {
  const parameter = startParameter(url, act.username);
  if (parameter !== null) {
    const node = el("button", { type: "button", class: "inline", onclick: () => act.open(parameter) });
    node.append(content);
    return node;
  }
  const node = el("span", { class: "link", title: `${url} (not opened: the sandbox has no network)` });
  node.append(content);
  return node;
}

// One message as an element.
import { el } from "./dom.js";
import { rich, startParameter } from "./rich.js";

const time = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long" });

export const dayOf = (message) => day.format(message.date * 1000);

// `view` has me (id), group (boolean) and what a bubble can do: press, reply, open, command, username.
export function bubble(message, view) {
  if (message.service) return el("p", { class: "service", id: key(message) }, message.service);
  const mine = message.sender.id === view.me;
  const side = mine ? "mine" : message.bot ? "bot" : "other";
  const named = view.group && !mine ? el("p", { class: "sender" }, message.sender.name) : null;
  const body = el("div", { class: "body" }, named, quote(message), file(message), words(message, view), meta(message, view));
  return el("article", { class: `bubble ${side}`, id: key(message) }, body, keyboard(message, view));
}

export const key = (message) => `m${message.chat}_${message.id}`;

function quote(message) {
  if (!message.reply) return null;
  return el("p", { class: "quoted" }, el("b", {}, message.reply.name), " ", message.reply.text);
}

function words(message, view) {
  if (!message.text) return null;
  const text = el("div", { class: "text" });
  text.append(rich(message.text, message.entities, view));
  return text;
}

function meta(message, view) {
  const hidden = message.unseen ? "not seen by the bot" : "";
  const parts = [hidden, message.edited ? "edited" : "", time.format(message.date * 1000)].filter(Boolean);
  const guarded = el("span", { class: "guarded", title: "protect_content: no forwarding, no saving" }, "protected");
  const reply = el("button", { type: "button", class: "reply", onclick: () => view.reply(message) }, "Reply");
  const answerable = view.group && message.bot;
  return el("p", { class: "meta" }, answerable ? reply : null, message.protected ? guarded : null, parts.join(" · "));
}

function file(message) {
  const sent = message.file;
  if (!sent) return null;
  if (sent.picture) {
    const image = el("img", { src: sent.url, alt: message.text || sent.name, width: sent.width, height: sent.height });
    return el("a", { class: "picture", href: sent.url, target: "_blank", rel: "noopener" }, image);
  }
  const size = sent.bytes < 1024 ? `${sent.bytes} B` : `${Math.round(sent.bytes / 1024)} kB`;
  const label = el("span", {}, el("b", {}, sent.name), el("small", {}, size));
  return el("a", { class: "document", href: sent.url, download: sent.name }, el("i", { "aria-hidden": "true" }, "↓"), label);
}

function keyboard(message, view) {
  if (!message.keyboard.length) return null;
  const rows = message.keyboard.map((buttons) => el("div", { class: "keys" }, ...buttons.map((one) => press(one, message, view))));
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

function press(one, message, view) {
  if (one.url === undefined) {
    const pressed = (event) => view.press(message, one, event.currentTarget);
    return el("button", { type: "button", class: "key", "data-data": one.callback_data || "", onclick: pressed }, one.text);
  }
  const parameter = startParameter(one.url, view.username);
  if (parameter !== null) {
    return el("button", { type: "button", class: "key", onclick: () => view.open(parameter) }, `${one.text} ↗`);
  }
  return el("span", { class: "key dead", title: "Not opened: the sandbox has no network" }, one.text, el("small", {}, one.url));
}

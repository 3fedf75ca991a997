// The open chat: its head, its messages, what floats over it.
import { bubble, dayOf, key } from "./bubble.js";
import { by, el, hue, initials } from "./dom.js";

const NEAR_PX = 80;
const TOP_PX = 8;
const TYPING_MS = 6000;
const TOAST_MS = 5000;

export class Room {
  // `act` has press, open, command, reply and username.
  constructor(act) {
    this.act = act;
    this.pressed = null;
    this.stuck = true;
    by("log").addEventListener("scroll", () => this.scrolled());
    by("log").addEventListener("load", () => this.stuck && this.toEnd("instant"), true);
    new ResizeObserver(() => this.resized()).observe(by("log"));
    by("latest").addEventListener("click", () => this.toEnd());
  }

  open(chat, me, title, note) {
    this.chat = chat;
    this.view = { ...this.act, me, group: chat.kind !== "private" };
    for (const id of ["head", "log", "foot"]) by(id).hidden = false;
    by("empty").hidden = true;
    by("name").textContent = title;
    by("note").textContent = note;
    by("face").className = `avatar ${this.view.group ? `group ${hue(chat.id)}` : "bot"}`;
    by("face").textContent = initials(title);
    this.redraw();
  }

  redraw() {
    const standing = [...this.chat.messages.values()].filter((message) => !message.deleted);
    const nodes = [];
    let last = "";
    for (const message of standing) {
      if (dayOf(message) !== last) nodes.push(el("p", { class: "day" }, dayOf(message)));
      last = dayOf(message);
      nodes.push(bubble(message, this.view));
    }
    by("log").replaceChildren(...(nodes.length ? nodes : [this.welcome()]), this.typingMark());
    this.typing(false);
    this.toEnd("instant");
  }

  welcome() {
    const start = el("button", { type: "button", class: "start", onclick: () => this.act.command("/start") }, "Start");
    const private_ = this.chat.kind === "private";
    const words = private_ ? "Nothing said yet." : "Nothing said yet. The bot hears commands, mentions and replies.";
    return el("div", { class: "welcome" }, el("p", {}, words), private_ ? start : null);
  }

  typingMark() {
    const dots = [el("i"), el("i"), el("i")];
    this.mark = el("div", { class: "bubble bot typing", role: "status", "aria-label": "The bot is typing" }, el("div", { class: "body" }, ...dots));
    return this.mark;
  }

  // A message is new, edited or deleted: put it where it belongs.
  show(message) {
    const standing = document.getElementById(key(message));
    const follow = this.atEnd() || message.sender.id === this.view.me;
    if (message.deleted) standing?.remove();
    else if (standing) this.swap(standing, message);
    else this.append(message);
    if (follow) this.follow(message);
    else if (message.id === this.pressed) this.reveal(message);
    else if (!standing && !message.deleted) by("latest").hidden = false;
  }

  // To the end, but a message taller than the screen is read from its top.
  follow(message) {
    const node = document.getElementById(key(message));
    if (!node || !message.bot || node.offsetHeight < by("log").clientHeight) this.toEnd();
    else this.toTop(node);
  }

  // An answer that was edited into the pressed message may begin above the screen.
  reveal(message) {
    const node = document.getElementById(key(message));
    if (node && node.getBoundingClientRect().top < by("log").getBoundingClientRect().top) this.toTop(node);
  }

  toTop(node) {
    const log = by("log");
    this.stuck = false;
    log.scrollBy({ top: node.getBoundingClientRect().top - log.getBoundingClientRect().top - TOP_PX });
  }

  swap(standing, message) {
    const focused = standing.contains(document.activeElement) && document.activeElement.dataset.data;
    const node = bubble(message, this.view);
    node.classList.add("changed");
    standing.replaceWith(node);
    const again = [...node.querySelectorAll("button.key")];
    if (focused !== false && again.length) (again.find((one) => one.dataset.data === focused) || again[0]).focus({ preventScroll: true });
  }

  append(message) {
    by("log").querySelector(".welcome")?.remove();
    if (message.bot) this.typing(false);
    const others = [...this.chat.messages.values()].filter((one) => !one.deleted && one.id < message.id);
    const before = others.at(-1);
    if (!before || dayOf(before) !== dayOf(message)) this.mark.before(el("p", { class: "day" }, dayOf(message)));
    const node = bubble(message, this.view);
    node.classList.add("fresh");
    this.mark.before(node);
  }

  typing(on) {
    clearTimeout(this.typingTimer);
    const follow = this.atEnd();
    this.mark.classList.toggle("on", on);
    if (on) this.typingTimer = setTimeout(() => this.typing(false), TYPING_MS);
    if (on && follow) this.toEnd();
  }

  // A change of size scrolls too, but it is not the reader who did it.
  scrolled() {
    if (by("log").clientHeight !== this.height) return;
    this.stuck = this.atEnd();
    if (this.stuck) by("latest").hidden = true;
  }

  resized() {
    this.height = by("log").clientHeight;
    if (this.stuck) this.toEnd("instant");
  }

  atEnd() {
    const log = by("log");
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
  }

  toEnd(behavior = "auto") {
    this.stuck = true;
    by("log").scrollTo({ top: by("log").scrollHeight, behavior });
    by("latest").hidden = true;
  }
}

export function toast(text) {
  const node = by("toast");
  node.textContent = text;
  node.classList.add("on");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => node.classList.remove("on"), TOAST_MS);
}

export function alertBox(text) {
  by("alert-text").textContent = text;
  by("alert").showModal();
}

// Writing: text, files, commands, suggestions.
import { get } from "./api.js";
import { by, el } from "./dom.js";

const MOST_LINES_PX = 160;

export class Composer {
  // `send` has text(text, replyTo) and file(file, caption).
  constructor(send) {
    this.send = send;
    this.commands = [];
    this.replyTo = null;
    this.wire();
  }

  wire() {
    by("composer").addEventListener("submit", (event) => this.submit(event));
    by("text").addEventListener("input", () => this.typed());
    by("text").addEventListener("keydown", (event) => this.key(event));
    by("commands").addEventListener("click", () => (by("menu").hidden ? this.open(this.commands) : this.close()));
    by("menu").addEventListener("keydown", (event) => this.move(event));
    by("file").addEventListener("change", () => this.attach());
    by("unquote").addEventListener("click", () => this.reply(null));
    document.addEventListener("click", (event) => event.target.closest("#foot") || this.close());
  }

  async show(me, chat, suggestions, placeholder) {
    this.place = { me, chat };
    by("text").placeholder = placeholder;
    const chip = (text) => el("button", { type: "button", class: "chip", title: text, onclick: () => this.send.text(text) }, text);
    by("chips").replaceChildren(...suggestions.map(chip));
    this.reply(null);
    this.close();
    await this.refresh();
  }

  async refresh() {
    if (!this.place) return;
    const place = this.place;
    const commands = await get(`/sandbox/commands?user=${place.me}&chat=${place.chat}`);
    if (place !== this.place) return;
    this.commands = commands;
    by("commands").hidden = !this.commands.length;
  }

  submit(event) {
    event.preventDefault();
    const text = by("text").value;
    if (!text.trim()) return;
    this.send.text(text, this.replyTo);
    by("text").value = "";
    this.reply(null);
    this.typed();
  }

  reply(message) {
    this.replyTo = message && message.id;
    by("quote").hidden = !message;
    by("quoted").textContent = message ? `Reply to: ${message.text.slice(0, 80)}` : "";
    if (message) by("text").focus();
  }

  typed() {
    const field = by("text");
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, MOST_LINES_PX)}px`;
    const start = /^\/(\w*)$/.exec(field.value);
    if (start) this.open(this.commands.filter((one) => one.command.startsWith(start[1])));
    else this.close();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    if (event.key === "Escape") this.close();
    if (event.key === "ArrowDown" && !by("menu").hidden) {
      event.preventDefault();
      by("menu").querySelector("button").focus();
    }
  }

  open(commands) {
    const item = (one) =>
      el("button", { type: "button", role: "menuitem", onclick: () => this.pick(one) },
        el("b", {}, `/${one.command}`), el("span", {}, one.description));
    by("menu").replaceChildren(...commands.map(item));
    by("menu").hidden = !commands.length;
    by("commands").setAttribute("aria-expanded", String(commands.length > 0));
  }

  close() {
    by("menu").hidden = true;
    by("commands").setAttribute("aria-expanded", "false");
  }

  pick(one) {
    this.close();
    by("text").value = "";
    this.typed();
    this.send.text(`/${one.command}`);
    by("text").focus();
  }

  move(event) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (event.key === "Escape") {
      this.close();
      by("text").focus();
    } else if (step) {
      event.preventDefault();
      (document.activeElement[step] || by("text")).focus();
    }
  }

  attach() {
    const [chosen] = by("file").files;
    if (!chosen) return;
    this.send.file(chosen, by("text").value.trim());
    by("file").value = "";
    by("text").value = "";
    this.typed();
  }
}

// The page: state, the address it stands at, and the changes that come in.
import { get, listen, post, upload } from "./api.js";
import { Composer } from "./composer.js";
import { by, el } from "./dom.js";
import { Room, alertBox, toast } from "./room.js";
import { drawSide } from "./side.js";

const state = { people: [], groups: [], chats: new Map(), bot: { username: "" } };
const route = { me: null, chat: null };
const unread = new Map();

const quietly = (promise) => promise.catch((error) => toast(error.message));
const say = (text, replyTo) => quietly(post("/sandbox/say", { user: route.me, chat: route.chat, text, reply_to: replyTo || undefined }));

const room = new Room({
  get username() { return state.bot.username; },
  press(message, button, node) {
    node.classList.add("waiting");
    room.pressed = message.id;
    quietly(post("/sandbox/press", { user: route.me, chat: message.chat, message: message.id, data: button.callback_data }));
  },
  open(parameter) {
    const user = route.me;
    location.hash = `#${user}`;
    quietly(post("/sandbox/say", { user, text: `/start ${parameter}`.trim() }));
  },
  command: (text) => say(text),
  reply: (message) => composer.reply(message),
});

const composer = new Composer({
  text: say,
  file: (file, caption) => quietly(upload({ user: route.me, chat: route.chat, caption, file })),
});

async function load() {
  const fresh = await get("/sandbox/state");
  Object.assign(state, fresh);
  state.chats = new Map(fresh.chats.map((chat) => [chat.id, { ...chat, messages: new Map(chat.messages.map((one) => [one.id, one])) }]));
  for (const id of ["title", "welcome"]) by(id).textContent = state.title;
  drawTries();
  document.title = `${state.title} · Sandbox`;
  go();
}

const TRIES = 3;

// The first question of the first people, ready to be asked.
function drawTries() {
  const asked = (person) => {
    route.me = route.chat = person.id;
    location.hash = `#${person.id}`;
    say(person.suggestions[0]);
  };
  const one = (person) => el("button", { type: "button", class: "try", onclick: () => asked(person) },
    el("small", {}, `${person.name} asks`), el("span", {}, person.suggestions[0]));
  const asking = state.people.filter((person) => person.suggestions.length).slice(0, TRIES);
  for (const list of document.querySelectorAll(".tries")) list.replaceChildren(...asking.map(one));
}

// #person is the private chat, #person/group a group as that person.
function go() {
  const [me, chat] = location.hash.slice(1).split("/").map(Number);
  route.me = state.people.some((person) => person.id === me) ? me : null;
  route.chat = route.me && state.chats.has(chat) ? chat : route.me;
  by("frame").dataset.view = route.me ? "chat" : "list";
  if (route.me) openChat();
  else leaveChat();
  drawSide(state, route, unread);
}

function leaveChat() {
  for (const id of ["head", "log", "foot", "latest"]) by(id).hidden = true;
  by("empty").hidden = false;
}

function openChat() {
  const chat = state.chats.get(route.chat);
  const person = state.people.find((one) => one.id === route.me);
  const group = state.groups.find((one) => one.id === route.chat);
  unread.delete(chat.id);
  if (group) room.open(chat, route.me, chat.title, `${chat.members.length} members and the bot`);
  else room.open(chat, route.me, state.title, `You play: ${person.name} · ${person.about}`);
  drawTabs(person, group);
  const placeholder = group ? `Mention @${state.bot.username}` : "Message";
  quietly(composer.show(route.me, route.chat, (group || person).suggestions, placeholder));
  if (matchMedia("(pointer: fine)").matches) by("text").focus({ preventScroll: true });
}

function drawTabs(person, group) {
  const groups = state.groups.filter((one) => state.chats.get(one.id).members.includes(person.id));
  const tab = (title, target, here) => el("a", { href: target, "aria-current": here ? "page" : null }, title);
  const own = tab("Private chat", `#${person.id}`, !group);
  by("tabs").replaceChildren(own, ...groups.map((one) => tab(state.chats.get(one.id).title, `#${person.id}/${one.id}`, one === group)));
  by("tabs").hidden = !groups.length;
  by("tabs").querySelector("[aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  by("as").hidden = !group;
  if (group) drawMembers(group);
}

function drawMembers(group) {
  const members = state.people.filter((person) => state.chats.get(group.id).members.includes(person.id));
  by("member").replaceChildren(...members.map((one) => el("option", { value: String(one.id), selected: one.id === route.me }, one.name)));
}

function arrived(message) {
  const chat = state.chats.get(message.chat);
  if (!chat) return;
  const known = chat.messages.has(message.id);
  chat.messages.set(message.id, message);
  if (route.chat === message.chat) room.show(message);
  else if (message.bot && !known) {
    unread.set(message.chat, (unread.get(message.chat) || 0) + 1);
    drawSide(state, route, unread);
  }
}

function answered({ user, chat, message, text, alert }) {
  document.querySelectorAll(`#m${CSS.escape(`${chat}_${message}`)} .waiting`).forEach((node) => node.classList.remove("waiting"));
  if (user !== route.me || !text) return;
  if (alert) alertBox(text);
  else toast(text);
}

async function start() {
  await load();
  addEventListener("hashchange", go);
  by("back").addEventListener("click", () => { location.hash = ""; });
  by("member").addEventListener("change", () => { location.hash = `#${by("member").value}/${route.chat}`; });
  listen(state, {
    message: arrived,
    answered,
    typing: ({ chat }) => route.chat === chat && room.typing(true),
    commands: () => quietly(composer.refresh()),
    chats: () => quietly(load()),
    reset: () => quietly(load()),
  }, (there) => { by("offline").hidden = there; });
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => toast(`The sandbox does not answer: ${error.message}`));

// The list of people and groups.
import { avatar, by, el } from "./dom.js";

export function drawSide(state, route, unread) {
  const people = state.people.map((person) => entry(person.id, person.name, person.about, `#${person.id}`, route, unread));
  const groups = state.groups.map((group) => {
    const chat = state.chats.get(group.id);
    const me = chat.members.includes(route.me) ? route.me : chat.members[0];
    return entry(group.id, chat.title, group.about, `#${me}/${group.id}`, route, unread);
  });
  by("people").replaceChildren(...section("People", people), ...section("Groups", groups));
}

const section = (title, entries) => (entries.length ? [el("h3", {}, title), ...entries] : []);

function entry(id, name, about, target, route, unread) {
  const count = unread.get(id) || 0;
  const badge = count ? el("span", { class: "count", "aria-label": `${count} new` }, String(count)) : null;
  const words = el("span", { class: "words" }, el("b", {}, name), el("small", {}, about));
  const here = route.chat === id || undefined;
  return el("a", { class: "person", href: target, "aria-current": here && "page" }, avatar(id, name), words, badge);
}

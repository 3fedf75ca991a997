// Making elements. Text is always set as text: nothing here, or anywhere in this page, reads markup.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && !name.startsWith("aria")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const by = (id) => document.getElementById(id);

export function initials(name) {
  const words = name.replace(/[^\p{L}\p{M}\p{N} ]/gu, " ").trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...word][0] || "").join("").toUpperCase();
}

export const hue = (id) => `hue${Math.abs(id) % 6}`;

export const avatar = (id, name) => el("span", { class: `avatar ${hue(id)}${id < 0 ? " group" : ""}`, "aria-hidden": "true" }, initials(name));

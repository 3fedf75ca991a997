// Talking to the sandbox.

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

export const get = async (path) => answer(await fetch(path));

export const post = async (path, body) =>
  answer(await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

export async function upload(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return answer(await fetch("/sandbox/upload", { method: "POST", body: form }));
}

// The stream of changes. `handlers` has one function per kind; the browser reconnects by itself.
// `connected` is told whether the sandbox is there.
export function listen(state, handlers, connected) {
  const source = new EventSource(`/sandbox/events?after=${state.boot}.${state.number}`);
  for (const [kind, handler] of Object.entries(handlers)) {
    source.addEventListener(kind, (event) => handler(JSON.parse(event.data)));
  }
  source.addEventListener("open", () => connected(true));
  source.addEventListener("error", () => connected(false));
}

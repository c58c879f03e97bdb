// The sandbox's script endpoints, one function each; a refusal becomes an Error with the server's own words.

async function call(path, body) {
  const options =
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
        };
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

export const state = () => call("/sandbox/state");

// What was written, changed or deleted after this version.
export const changes = (chat, version) => call(`/sandbox/chats/${chat}/messages?since_version=${version}`);

export const write = (chat, message) => call(`/sandbox/chats/${chat}/messages`, message);

export const press = (chat, button) => call(`/sandbox/chats/${chat}/press`, button);

export const inline = (query) => call("/sandbox/inline", query);

export const sendCard = (chat, card) => call(`/sandbox/chats/${chat}/cards`, card);

export const member = (chat, user, action) => call(`/sandbox/chats/${chat}/members`, { user, action });

export const newChat = (chat) => call("/sandbox/chats", chat);

export const moveClock = (move) => call("/sandbox/clock", move);

export const setFaults = (faults) => call("/sandbox/faults", { faults });

export const requests = (after) => call(`/sandbox/requests?after=${after}`).then((answer) => answer.requests);

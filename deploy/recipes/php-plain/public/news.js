// Appends each new entry to the list that the page came with.
"use strict";

const list = document.getElementById("news");
const state = document.getElementById("state");

const words = {
  open: "live",
  reconnecting: "not connected, trying again …",
  refused: "the server refuses the stream",
};

function append({ id, data }) {
  if (list.querySelector(`[data-id="${CSS.escape(id)}"]`)) return;
  const entry = document.createElement("li");
  entry.dataset.id = id;
  entry.textContent = data; // never innerHTML: somebody wrote this
  list.append(entry);
}

let waiting = null; // what comes while the list is read again

// What the worker does not hold any more, the site does.
async function readAgain() {
  waiting = [];
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.getElementById("news").children);
  } finally {
    const came = waiting;
    waiting = null;
    came.forEach(append);
  }
}

Sluice.connect({
  topics: ["news"],
  // So that nothing is lost between the making of the page and the beginning of the stream.
  lastEventId: list.dataset.lastEventId,
  onEvent: (event) => { if (waiting) waiting.push(event); else append(event); },
  onGap: readAgain,
  onState: (now) => { state.textContent = words[now] || now; },
});

// Finds the hub as the protocol says, by the page's Link header, and shows what it sends.
"use strict";

const state = document.getElementById("state");

async function findHub() {
  const answer = await fetch(location.href, { method: "HEAD" });
  const link = /<([^>]+)>;\s*rel="?mercure"?/.exec(answer.headers.get("Link") || "");
  if (!link) throw new Error("the page names no hub");
  return new URL(link[1], location.href);
}

function show(data) {
  const entry = document.createElement("li");
  entry.textContent = data; // text, whatever it holds
  document.getElementById("books").append(entry);
}

async function follow(topic) {
  const url = await findHub();
  url.searchParams.append("topic", topic);
  // The cookie goes along by itself where the hub is on the page's own host.
  const stream = new EventSource(url, { withCredentials: true });
  stream.onmessage = ({ data }) => show(data);
  stream.onopen = () => { state.textContent = "live"; };
  stream.onerror = () => {
    const isOver = stream.readyState === EventSource.CLOSED;
    state.textContent = isOver ? "the hub refuses the stream" : "not connected, trying again …";
  };
}

follow("https://example.com/books/{id}").catch((error) => { state.textContent = error.message; });

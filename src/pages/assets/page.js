// The page beside the stream: its state, and what is followed. With topics in its address it reads
// those from the hub; without, the site's own event route, as any page does with Sluice.connect.
(function () {
  "use strict";

  const parts = window.SluicePage;
  const words = {
    connecting: "Connecting …",
    open: "Connected",
    reconnecting: "Reconnecting …",
    finished: "Stream finished",
    refused: "Refused by the server",
    closed: "Stopped",
    idle: "No topic",
  };
  const hints = {
    open: "Each event appears here the moment it is sent.",
    finished: "The server has no more to send, and the browser has stopped asking.",
    closed: "You stopped the stream. Nothing arrives until you start it again.",
    idle: "Name a topic to follow.",
  };
  const isOver = { finished: true, refused: true, closed: true, idle: true };
  const toggle = document.getElementById("toggle");
  let topics = [];
  let stream = null;
  let position = { id: "" };
  let reconnects = 0;
  let hasOpened = false;

  function put(id, text) {
    document.getElementById(id).textContent = text;
  }

  function hintFor(state, detail) {
    if (state === "reconnecting") {
      return detail.status
        ? "The server answered " + detail.status + ". The page asks again, and misses nothing."
        : "The connection was lost. The browser comes back by itself for what it missed.";
    }
    if (state !== "refused") return hints[state];
    if (detail.reason) return "The server answered " + detail.status + ": " + detail.reason;
    return detail.status === 0
      ? "There was no answer. Is the web server running?"
      : "The event route answered " + detail.status + ", after which a browser gives up.";
  }

  function countReconnect() {
    reconnects += 1;
    put("reconnects", reconnects === 1 ? "1 reconnect" : reconnects + " reconnects");
  }

  function say(state, detail) {
    if (state === "open" && document.body.dataset.state === "reconnecting") countReconnect();
    document.body.dataset.state = state;
    put("state", words[state]);
    const hint = hintFor(state, detail);
    if (hint) put("hint", hint);
    toggle.textContent = isOver[state] ? "Start again" : "Stop";
    toggle.hidden = state === "idle";
    if (isOver[state]) stream = null;
  }

  // Without an event route of the site's own, `events` alone is the hub's, which opens nothing
  // without a topic, which it answers with 400.
  function judge(state, detail) {
    if (state === "open") hasOpened = true;
    const isEnd = state === "finished" || (state === "refused" && detail.status === 400);
    say(isEnd && !hasOpened && topics.length === 0 ? "idle" : state, detail);
  }

  function start() {
    const mine = {};
    const isMine = () => stream === mine;
    const options = {
      position: position,
      types: ["gap"],
      onEvent: (event) => { if (isMine()) parts.show(event); },
      onState: (state, detail) => { if (isMine()) judge(state, detail); },
    };
    stream = mine;
    if (topics.length > 0) {
      options.url = "events?" + new URLSearchParams(topics.map((topic) => ["topic", topic]));
    }
    const opened = topics.length > 0 ? parts.connect(options) : Sluice.connect(options);
    mine.close = opened.close;
  }

  // What stays followed must not miss an event, so the new stream goes on from the last one.
  function follow(now, before) {
    const old = stream;
    stream = null;
    if (old) old.close();
    if (!now.some((topic) => before.includes(topic))) position = { id: "" };
    topics = now;
    parts.offerTopics(topics);
    start();
  }

  // Browsers open six connections to a host over HTTP/1.1, and each stream holds one.
  function warnOfOldProtocol() {
    const entry = performance.getEntriesByType("navigation")[0];
    document.getElementById("protocol").hidden = !(entry && entry.nextHopProtocol === "http/1.1");
  }

  toggle.addEventListener("click", () => {
    if (stream) stream.close();
    else start();
  });
  warnOfOldProtocol();
  topics = parts.startTopics(follow);
  parts.offerTopics(topics);
  start();
})();

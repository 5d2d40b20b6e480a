// The page beside the stream: one row an event, newest first. Text only, never HTML.
(function () {
  "use strict";

  const mostRows = 500; // what a phone scrolls through without stutter
  const words = {
    connecting: "Connecting …",
    open: "Connected",
    reconnecting: "Reconnecting …",
    finished: "Stream finished",
    refused: "Refused by the server",
    closed: "Stopped",
  };
  const hints = {
    open: "Each event appears here the moment it is sent.",
    reconnecting: "The connection was lost. The browser comes back by itself for what it missed.",
    finished: "The server has no more to send, and the browser has stopped asking.",
    closed: "You stopped the stream. Nothing arrives until you start it again.",
  };
  const isOver = { finished: true, refused: true, closed: true };
  const rows = document.getElementById("events");
  const toggle = document.getElementById("toggle");
  let count = 0;
  let stream = null;

  function put(id, text) {
    document.getElementById(id).textContent = text;
  }

  function timeOfDay(now) {
    const two = function (number) { return String(number).padStart(2, "0"); };
    return [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":") +
      "." + String(now.getMilliseconds()).padStart(3, "0");
  }

  function show(event) {
    const row = rows.insertRow(0);
    [timeOfDay(new Date()), event.id, event.type, event.data].forEach(function (text) {
      row.insertCell().textContent = text;
    });
    row.cells[1].title = event.id; // on a narrow column a long id is cut
    if (rows.rows.length > mostRows) rows.deleteRow(-1);
    count += 1;
    put("count", count === 1 ? "1 event" : count + " events");
  }

  function hintFor(state, detail) {
    if (state !== "refused") return hints[state];
    return detail.status === 0
      ? "There was no answer. Is the web server running?"
      : "The event route answered " + detail.status + ", after which a browser gives up.";
  }

  function say(state, detail) {
    document.body.dataset.state = state;
    put("state", words[state]);
    const hint = hintFor(state, detail);
    if (hint) put("hint", hint);
    toggle.textContent = isOver[state] ? "Start again" : "Stop";
    if (isOver[state]) stream = null;
  }

  function start() {
    stream = Sluice.connect({ onEvent: show, onState: say });
  }

  // Browsers open six connections to a host over HTTP/1.1, and each stream holds one.
  function warnOfOldProtocol() {
    const entry = performance.getEntriesByType("navigation")[0];
    document.getElementById("protocol").hidden = !(entry && entry.nextHopProtocol === "http/1.1");
  }

  toggle.addEventListener("click", function () {
    if (stream) stream.close();
    else start();
  });
  warnOfOldProtocol();
  start();
})();

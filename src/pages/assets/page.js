// The page beside the stream: one row an event, newest first. Text only, never HTML.
(function () {
  "use strict";

  const mostRows = 500; // what a phone scrolls through without stutter
  const words = {
    connecting: "Connecting …",
    open: "Connected",
    reconnecting: "Connection lost, trying again …",
    closed: "Ended: the server has no more to send",
  };
  const rows = document.getElementById("events");
  const again = document.getElementById("again");
  let count = 0;

  function cell(row, text) {
    row.insertCell().textContent = text;
  }

  function show(event) {
    const row = rows.insertRow(0);
    cell(row, new Date().toLocaleTimeString([], { hour12: false }) + "." +
      String(new Date().getMilliseconds()).padStart(3, "0"));
    cell(row, event.id);
    cell(row, event.type);
    cell(row, event.data);
    if (rows.rows.length > mostRows) rows.deleteRow(-1);
    count += 1;
    document.getElementById("count").textContent = count === 1 ? "1 event" : count + " events";
  }

  function say(state) {
    document.body.dataset.state = state;
    document.getElementById("state").textContent = words[state];
    again.hidden = state !== "closed";
  }

  function start() {
    Sluice.connect({ url: document.body.dataset.events, onEvent: show, onState: say });
  }

  again.addEventListener("click", start);
  start();
})();

// The table: one row an event, newest first. Text only, never HTML.
(function () {
  "use strict";

  const parts = (window.SluicePage = window.SluicePage || {});
  const mostRows = 500; // what a phone scrolls through without stutter
  const mostCharacters = 10000; // of one event; some screens full, where a message may be 1 MiB
  const speakEveryMs = 1000; // a screen reader finishes a short sentence in that time
  const mostSpoken = 200; // characters
  const rows = document.getElementById("events");
  const announcer = document.getElementById("announcer");
  const gapReasons = new Map([
    ["unknown", "the server does not hold that one"],
    ["evicted", "history had to let go of what came next"],
    ["lost", "what came next was lost while history was away"],
  ]);
  let count = 0;
  let unspoken = 0;
  let latest = "";
  let timer = null;

  function timeOfDay(now) {
    const two = (number) => String(number).padStart(2, "0");
    return [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":") +
      "." + String(now.getMilliseconds()).padStart(3, "0");
  }

  function shortened(text) {
    if (text.length <= mostCharacters) return text;
    return text.slice(0, mostCharacters) + " … (" + text.length + " characters)";
  }

  // What the hub says of a gap is JSON. Null for any other event: publishers may have such a type.
  function gapSentence(event) {
    let told = null;
    try { told = JSON.parse(event.data); } catch (error) { return null; }
    if (event.type !== "gap" || told === null || !gapReasons.has(told.reason)) return null;
    return "Events" + (told.asked ? " after " + told.asked : "") + " may be missing here: " +
      gapReasons.get(told.reason) + ". " +
      (told.follows === "live" ? "What follows is live."
        : "What follows begins with the oldest that it holds.");
  }

  function speak() {
    timer = null;
    if (unspoken === 0) return;
    announcer.textContent = (unspoken > 1 ? unspoken + " events, the last: " : "") + latest;
    unspoken = 0;
    timer = setTimeout(speak, speakEveryMs);
  }

  // At most a sentence a second, or the reader of a fast stream would never come to an end.
  function announce(text) {
    unspoken += 1;
    latest = text.slice(0, mostSpoken);
    if (timer === null) speak();
  }

  parts.show = function (event) {
    const gap = gapSentence(event);
    const isGap = gap !== null;
    const id = isGap ? "" : event.id; // what stands there is the id of the event before the gap
    const data = isGap ? gap : event.data;
    const row = rows.insertRow(0);
    if (isGap) row.className = "gap";
    [timeOfDay(new Date()), id, event.type, shortened(data)].forEach((text) => {
      row.insertCell().textContent = text;
    });
    row.cells[1].title = id; // on a narrow column a long id is cut
    if (rows.rows.length > mostRows) rows.deleteRow(-1);
    if (!isGap) count += 1;
    document.getElementById("count").textContent = count === 1 ? "1 event" : count + " events";
    announce((isGap ? "Gap: " : "") + data);
  };
})();

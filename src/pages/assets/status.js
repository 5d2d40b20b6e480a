// The operators' page: it follows the worker's status stream and says how old what it shows is.
(function () {
  "use strict";

  const parts = window.SluiceStatus;
  const units = parts.units;
  const staleSeconds = 3.5; // the worker tells once a second: three were missed
  const deadSeconds = 10; // a path that is open and brings nothing is given up, and asked anew
  const lookEveryMs = 500; // the age is shown in whole seconds
  const words = {
    connecting: "Connecting …",
    live: "Live",
    stale: "Out of date",
    refused: "Not allowed",
    paused: "Paused",
  };
  const hints = {
    missing: "The server answered 404: it has no status stream here.",
    proxy: "the web server's own configuration lets nobody in from here.",
    rights: " Addresses of the option admin-allow see the numbers; a token that is minted with " +
      "--admin sees all, and comes in the site's own cookie only. Once that is set for this path " +
      "too, ask again.",
    paused: "You paused the page. What it shows is as old as it says.",
    draining: "The worker is stopping: it takes no new streams and ends those it has.",
    history: "History takes no updates: publishing is answered 503 until it can.",
    silent: "The stream is open, but nothing comes.",
  };
  const record = parts.createRecord();
  const toggle = document.getElementById("toggle");
  const slider = document.getElementById("look-back");
  let stream = null;
  let refusal = null; // {status, reason}
  let lost = null; // why the stream is not open: {status}, 0 for no answer
  let latest = null; // the newest document, and when it came
  let moment = null; // what the cursor is at, in seconds; null is now
  let heardAt = 0; // seconds; when the stream last showed life, by an answer or a document

  const now = () => performance.now() / 1000;

  function put(id, text) {
    const node = document.getElementById(id);
    if (node.textContent !== text) node.textContent = text;
  }

  function stateOf(age) {
    if (!stream) return refusal ? "refused" : "paused";
    if (!latest) return "connecting";
    return age < staleSeconds ? "live" : "stale";
  }

  function refusalHint() {
    if (refusal.status === 404) return hints.missing;
    return "The server answered " + refusal.status + ": " + (refusal.reason || hints.proxy) +
      hints.rights;
  }

  function troubleHint() {
    if (latest.is_draining) return hints.draining;
    return latest.history.is_available ? "" : hints.history;
  }

  function hintOf(state) {
    if (state === "refused") return refusalHint();
    if (state === "paused") return hints.paused;
    if (state === "live") return troubleHint();
    if (lost) {
      return (lost.status ? "The server answered " + lost.status + "." : "The stream was lost.") +
        " The page asks again by itself.";
    }
    return state === "stale" ? hints.silent : "";
  }

  // What changes each second is outside of the live region.
  function say() {
    const age = now() - (latest ? latest.at : 0);
    const state = stateOf(age);
    if (document.body.dataset.state !== state) {
      document.body.dataset.state = state;
      charts.redraw();
    }
    put("state", words[state]);
    put("age", latest && state !== "live" ? "as of " + units.duration(age) + " ago" : "");
    put("hint", hintOf(state));
    document.getElementById("hint").hidden = hintOf(state) === "";
    put("toggle", { refused: "Ask again", paused: "Go on" }[state] || "Pause");
    const title = state === "live" || state === "connecting" ? "" : words[state] + " - ";
    if (document.title !== title + "Worker status - sluice") {
      document.title = title + "Worker status - sluice";
    }
  }

  function showFacts() {
    put("version", latest.version);
    put("uptime", units.duration(latest.uptime_seconds));
    put("proxy", latest.proxy || "unknown");
    put("drain", latest.is_draining ? "stopping" : "serving");
    document.getElementById("drain").dataset.tone = latest.is_draining ? "bad" : "fine";
  }

  // A page that nobody sees goes on collecting, and draws when it is seen again.
  function render() {
    if (!latest || document.hidden) return;
    document.body.dataset.known = "yes";
    showFacts();
    parts.showTables(latest, record.recent());
    charts.show(record, latest);
    showMoment(moment);
  }

  function take(event) {
    heardAt = now();
    latest = Object.assign(JSON.parse(event.data), { at: heardAt });
    record.add(latest, Date.now() / 1000);
    render();
    say();
  }

  function judge(state, detail) {
    if (state === "open") {
      heardAt = now();
      lost = null;
    }
    if (state === "reconnecting") lost = { status: detail.status };
    if (state === "refused" || state === "finished") {
      refusal = state === "refused" ? detail : { status: 204, reason: "the stream is finished." };
      stream = null;
    }
    say();
  }

  function start() {
    const mine = {};
    const isMine = () => stream === mine;
    stream = mine;
    refusal = null;
    lost = null;
    heardAt = now();
    mine.close = window.SluicePage.connect({
      url: "status/events",
      position: { id: "" },
      onEvent: (event) => { if (isMine()) take(event); },
      onState: (state, detail) => { if (isMine()) judge(state, detail); },
    }).close;
    say();
  }

  function stop() {
    const old = stream;
    stream = null;
    if (old) old.close();
    say();
  }

  // While the reader waits between two tries it is alive: only an open stream can go dead.
  function look() {
    if (stream && !lost && now() - heardAt > deadSeconds) {
      stop();
      start();
    }
    say();
  }

  function showMoment(at) {
    moment = at;
    const times = record.times();
    const ago = at === null ? 0 : Math.round(times[times.length - 1] - at);
    slider.value = -ago;
    const text = at === null ? "now" : units.timeOfDay(at) + ", " + units.duration(ago) + " ago";
    slider.setAttribute("aria-valuetext", text);
    put("moment", text);
  }

  const charts = parts.createCharts(document.getElementById("cards"),
    document.getElementById("card"), showMoment);
  slider.addEventListener("input", () => charts.lookBack(-Number(slider.value)));
  toggle.addEventListener("click", () => (stream ? stop() : start()));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (refusal) start(); // somebody may have signed in elsewhere
    render();
    say();
  });
  setInterval(look, lookEveryMs);
  start();
})();

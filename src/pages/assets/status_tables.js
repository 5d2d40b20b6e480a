// The tables beside the charts, and what history holds. Text only, never HTML: topics and addresses
// come from outside.
(function () {
  "use strict";

  const parts = (window.SluiceStatus = window.SluiceStatus || {});
  const units = parts.units;
  // In the order of session::ending. A reason that is not here is shown by its name.
  const reasons = new Map([
    ["handler_returned", "its handler had no more to send"],
    ["finished", "its topic or handler is finished"],
    ["rejected", "its route refused it"],
    ["handler_failed", "its handler failed: see the log"],
    ["client_gone", "the browser left"],
    ["max_age", "it was as old as may be (max-age)"],
    ["drain", "the worker was stopped"],
    ["token_expired", "its token expired"],
    ["fell_behind", "its reader was too slow"],
  ]);
  const counted = [
    ["requests", "Requests"],
    ["answers.2xx", "Answered 2xx"],
    ["answers.3xx", "Answered 3xx"],
    ["answers.4xx", "Refused, 4xx"],
    ["answers.5xx", "Failed, 5xx"],
    ["streams_opened", "Streams opened"],
    ["gaps", "Streams told of a gap"],
    ["updates_failed", "Updates that history could not take"],
  ];

  function element(id) { return document.getElementById(id); }

  function put(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  // One row for each of `rows`: the first cell is the row's head. What is there is written over, so
  // that a person's selection and a screen reader's place stay.
  function fill(body, rows) {
    while (body.rows.length > rows.length) body.deleteRow(-1);
    rows.forEach((cells, at) => {
      const row = body.rows[at] || body.insertRow();
      cells.forEach((text, column) => {
        if (!row.cells[column]) {
          const cell = document.createElement(column === 0 ? "th" : "td");
          if (column === 0) cell.scope = "row";
          row.append(cell);
        }
        put(row.cells[column], text);
      });
    });
  }

  function recentCount(recent, name) {
    return recent ? units.number(recent.counts[name]) : units.none;
  }

  function showReasons(worker, recent) {
    const prefix = "streams_ended.";
    const rows = Object.keys(worker.counts).filter((name) => name.startsWith(prefix));
    fill(element("reasons"), rows.map((name) => {
      const reason = name.slice(prefix.length);
      return [reason, reasons.get(reason) || "", recentCount(recent, name),
        units.number(worker.counts[name])];
    }));
  }

  function showCounts(worker, recent) {
    fill(element("counts"), counted.map(([name, title]) =>
      [title, recentCount(recent, name), units.number(worker.counts[name])]));
  }

  function quantiles(bounds, counts) {
    const text = (quantile) => {
      const bound = parts.quantile(bounds, counts, quantile);
      if (bound === null) return units.none;
      return bound === Infinity ? "> " + units.latency(bounds[bounds.length - 1])
        : "≤ " + units.latency(bound);
    };
    return "p50 " + text(0.5) + ", p99 " + text(0.99);
  }

  function drawBars(body, counts) {
    const most = Math.max(1, ...counts);
    counts.forEach((count, at) => {
      const cell = body.rows[at].cells[1];
      cell.style.setProperty("--share", (100 * count) / most + "%");
    });
  }

  function showTiming(name, of, recent) {
    const body = element(name);
    const fresh = recent ? recent[name] : of.counts.map(() => 0);
    fill(body, of.counts.map((count, at) => [
      at < of.bounds.length ? "≤ " + units.latency(of.bounds[at])
        : "> " + units.latency(of.bounds[at - 1]),
      recent ? units.number(fresh[at]) : units.none, units.number(count)]));
    drawBars(body, fresh);
    put(element(name + "-recent"), quantiles(of.bounds, fresh));
    put(element(name + "-all"), quantiles(of.bounds, of.counts));
  }

  function showFill(name, text, used, limit) {
    put(element(name), text);
    const bar = element(name + "-bar");
    bar.style.setProperty("--share", Math.min(100, limit > 0 ? (100 * used) / limit : 0) + "%");
  }

  // A limit of 0 is none.
  function showHistory(of) {
    const outOf = (text, used, limit) =>
      text(used) + (limit > 0 ? " of " + text(limit) : ", without a limit");
    showFill("history-updates", outOf(units.number, of.updates, of.updates_limit), of.updates,
      of.updates_limit);
    showFill("history-bytes", outOf(units.bytes, of.bytes, of.bytes_limit), of.bytes,
      of.bytes_limit);
    showFill("history-age", outOf(units.duration, of.oldest_seconds, of.age_limit_seconds),
      of.oldest_seconds, of.age_limit_seconds);
    put(element("log"), of.is_available ? "takes updates"
      : "takes no updates: publishing is answered 503 until it can");
    element("log").dataset.tone = of.is_available ? "fine" : "bad";
  }

  // Only who came with an admin token is told.
  function showNames(worker) {
    const isTold = worker.slowest !== undefined;
    element("names").hidden = !isTold;
    element("no-names").hidden = isTold;
    if (!isTold) return;
    fill(element("slowest"), worker.slowest.map((each) =>
      [each.address, units.bytes(each.behind_bytes)]));
    fill(element("largest"), worker.largest.map((each) =>
      [each.topics, units.number(each.streams)]));
    put(element("newest-id"), worker.newest_id || "none yet");
  }

  /** Writes all of it. `recent` is null as long as there is nothing to compare with. */
  parts.showTables = function (worker, recent) {
    showHistory(worker.history);
    showReasons(worker, recent);
    showCounts(worker, recent);
    showTiming("delivery", worker.delivery, recent);
    showTiming("publish", worker.publish, recent);
    showNames(worker);
    const span = recent ? "Last " + units.duration(recent.seconds) : "Recent";
    document.querySelectorAll(".recent").forEach((head) => put(head, span));
  };
})();

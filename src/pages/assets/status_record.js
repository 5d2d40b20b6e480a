// What the page has seen of the worker in the last ten minutes. The worker's counts are totals
// since its start; rates and what is recent are differences of two documents.
(function () {
  "use strict";

  const parts = (window.SluiceStatus = window.SluiceStatus || {});
  const keptSeconds = 600; // an incident and what was before it; a chart a phone can still resolve
  const silentSeconds = 3.5; // the worker tells once a second: three were missed, and nobody knows
  const closeSeconds = 0.5; // two that a busy machine brought together give no honest rate
  const timings = ["publish", "delivery"];
  // What the charts draw; null where it is not known.
  const figures = {
    streams: (now) => now.streams,
    connections: (now) => now.connections,
    behind: (now) => now.streams_behind,
    queued: (now) => now.queued_bytes,
    published: (now, step) => rate(step, "updates_published"),
    deliveries: (now, step) => rate(step, "deliveries"),
    bytes: (now, step) => rate(step, "delivered_bytes"),
    late: (now, step) => step && parts.quantile(now.delivery.bounds, step.delivery, 0.99),
  };

  function rate(step, name) {
    return step && step.counts[name] / step.seconds;
  }

  /** The upper bound of the bucket that holds this quantile; Infinity beyond the last bound, null
   *  when nothing was counted. */
  parts.quantile = function (bounds, counts, quantile) {
    const all = counts.reduce((sum, each) => sum + each, 0);
    if (all === 0) return null;
    let seen = 0;
    const bucket = counts.findIndex((each) => (seen += each) >= all * quantile);
    return bucket < bounds.length ? bounds[bucket] : Infinity;
  };

  function combine(left, right, by) {
    const counts = {};
    Object.keys(left.counts).forEach((name) => {
      counts[name] = by(left.counts[name], right ? right.counts[name] || 0 : 0);
    });
    const all = { counts };
    timings.forEach((name) => {
      all[name] = left[name].map((each, i) => by(each, right ? right[name][i] : 0));
    });
    return all;
  }

  const plus = (left, right) => left + right;
  const minus = (left, right) => left - right;

  function totalsOf(now) {
    return { counts: now.counts, publish: now.publish.counts, delivery: now.delivery.counts };
  }

  // Every look at the worker is a request that it counts, so a new worker shows by one of the two.
  function isOther(now, before) {
    return now.uptime_seconds < before.uptime_seconds ||
      Object.keys(now.counts).some((name) => now.counts[name] < (before.counts[name] || 0));
  }

  function figuresOf(now, step) {
    const all = {};
    Object.keys(figures).forEach((name) => { all[name] = now ? figures[name](now, step) : null; });
    return all;
  }

  parts.createRecord = function () {
    const samples = []; // the oldest first: {at, totals, figures}
    let former = null; // what the workers before this one counted
    let last = null; // the latest document

    // The sample that this one's rates are measured from, or null.
    function sampleBefore(at) {
      const before = samples[samples.length - 1];
      if (!before || at - before.at >= closeSeconds) return before || null;
      samples.pop();
      return samples[samples.length - 1] || null;
    }

    function stepFrom(before, at, totals) {
      if (!before || at - before.at > silentSeconds) return null;
      return Object.assign(combine(totals, before.totals, minus), { seconds: at - before.at });
    }

    /** Takes a document of the status stream that came at `at`, in seconds. */
    function add(now, at) {
      const isRestart = last !== null && isOther(now, last);
      if (isRestart) former = former ? combine(totalsOf(last), former, plus) : totalsOf(last);
      const totals = former ? combine(totalsOf(now), former, plus) : totalsOf(now);
      const before = sampleBefore(at);
      const step = isRestart ? null : stepFrom(before, at, totals);
      if (before && !step) {
        samples.push({ at: before.at + closeSeconds, totals: before.totals,
          figures: figuresOf(null) }); // a gap in the lines
      }
      samples.push({ at, totals, figures: figuresOf(now, step) });
      last = now;
      while (samples[0].at < at - keptSeconds) samples.shift();
    }

    /** What was counted while the page watched, and for how many seconds that was; null before two
     *  documents. */
    function recent() {
      if (samples.length < 2) return null;
      const newest = samples[samples.length - 1];
      const all = combine(newest.totals, samples[0].totals, minus);
      return Object.assign(all, { seconds: newest.at - samples[0].at });
    }

    return {
      add,
      recent,
      /** Figures of the latest document. */
      latest: () => samples[samples.length - 1].figures,
      times: () => samples.map((each) => each.at),
      column: (name) => samples.map((each) => each.figures[name]),
    };
  };

  parts.keptSeconds = keptSeconds;
})();

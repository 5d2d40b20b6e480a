// Reads the stream of topics, by fetch: EventSource hears only the types that it is told, and keeps
// the text of a refusal to itself. Same contract as Sluice.connect, and besides: `position`, an
// object whose `id` is the last event's, is the caller's and moves on as events come, so that the
// next stream goes on behind it; `refused` brings `detail.reason`, and `reconnecting` the
// `detail.status` that was answered, 0 for none. client_parser.js, the script's own, stands before
// it and takes the stream apart.
(function () {
  "use strict";

  const parts = (window.SluicePage = window.SluicePage || {});
  const firstRetryMs = 3000; // until the stream names its own; what browsers take
  const shortestRetryMs = 100; // a stream that ends at once must not be asked for without a pause
  const longestBackOffMs = 30 * 1000; // a worker that is away for a night is asked twice a minute
  const longestReason = 500; // characters; a refusal is a sentence or two

  async function readBody(answer, onText) {
    const bytes = answer.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await bytes.read();
      if (done) return;
      onText(decoder.decode(value, { stream: true }));
    }
  }

  function isEventStream(answer) {
    const type = (answer.headers.get("Content-Type") || "").split(";")[0].trim();
    return answer.status === 200 && type.toLowerCase() === "text/event-stream";
  }

  // The web server's own pages are not for reading: only a plain sentence is the worker's.
  parts.reasonOf = async function (answer) {
    const type = answer.headers.get("Content-Type") || "";
    if (!type.startsWith("text/plain")) return "";
    return (await answer.text()).trim().slice(0, longestReason);
  };

  // What passes by itself: a worker that restarts, is full, or was asked too often.
  function isPassing(status) {
    return status >= 500 || status === 429;
  }

  parts.connect = function (options) {
    const position = options.position;
    const stop = new AbortController();
    let isOver = false;
    let failures = 0;
    let wake = () => {};

    function end(state, detail) {
      if (isOver) return;
      isOver = true;
      stop.abort();
      wake();
      options.onState(state, detail || {});
    }

    // The id stands in the query, because a header cannot hold every character.
    function address() {
      const url = new URL(options.url, document.baseURI);
      if (position.id) url.searchParams.set("lastEventID", position.id);
      return url;
    }

    async function follow(answer) {
      failures = 0;
      options.onState("open", {});
      const onBlock = (id, event) => {
        position.id = id;
        if (event && !isOver) options.onEvent(event);
      };
      await readBody(answer, parseStream(position, onBlock));
    }

    /** Gives what kept the stream from opening: {status, retryAfterMs}. */
    async function tryOnce() {
      failures += 1;
      const answer = await fetch(address(), {
        headers: { Accept: "text/event-stream" }, cache: "no-store", signal: stop.signal,
      });
      if (isEventStream(answer)) {
        await follow(answer);
      } else if (answer.status === 204) {
        end("finished");
      } else if (!isPassing(answer.status)) {
        const reason = answer.ok ? "It is no event stream." : await parts.reasonOf(answer);
        end("refused", { status: answer.status, reason: reason });
      }
      const retryAfterMs = 1000 * Number(answer.headers.get("Retry-After")) || 0;
      return { status: answer.ok ? 0 : answer.status, retryAfterMs: retryAfterMs };
    }

    // After a stream that was open, the worker's own number, which it has spread; then back-off.
    function waitMs(retryAfterMs) {
      const named = position.retryMs === undefined ? firstRetryMs : position.retryMs;
      const retryMs = Math.max(named, shortestRetryMs);
      if (failures === 0) return retryMs;
      const grown = Math.min(retryMs * 2 ** (failures - 1), longestBackOffMs);
      return Math.max(retryAfterMs, grown * (0.5 + Math.random() / 2));
    }

    function pause(ms) {
      return new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, ms);
      });
    }

    async function run() {
      options.onState("connecting", {});
      while (!isOver) {
        const lost = await tryOnce().catch(() => ({ status: 0, retryAfterMs: 0 }));
        if (isOver) return;
        options.onState("reconnecting", { status: lost.status });
        await pause(waitMs(lost.retryAfterMs));
      }
    }

    run();
    return { close: () => end("closed") };
  };
})();

// One stream, kept open by fetch: asked for again when it ends, fails, falls silent or is held.

const firstRetryMs = 1000; // until the stream names its own
const shortestRetryMs = 100; // a stream that ends at once must not be asked for without a pause
const longestBackOffMs = 30 * 1000; // a worker that is away for a night is asked twice a minute
const longestReason = 500; // characters; a refusal is a sentence or two
// A batch's bytes come together on a path that holds them. Quiet for longer than this behind the
// first ones, the path has passed them on, and would pass a stream.
const passedMs = 2000;
const emptyBatchMs = 1000; // an empty batch takes the worker 25 s; a quicker one is a fault
// A timer that is later slept with its machine, and says nothing about the path.
const lateMs = 2000;

function ignore() {}

function isEnd(state) { return state === "finished" || state === "refused"; }

function isEventStream(answer) {
  const type = (answer.headers.get("Content-Type") || "").split(";")[0].trim();
  return answer.status === 200 && type.toLowerCase() === "text/event-stream";
}

// Asked again, these answer the same. Others pass by themselves: a worker that restarts or is full,
// a proxy whose routes are being changed, a page that somebody must log in on.
function isFinal(status) {
  return status >= 400 && status < 500 && ![404, 408, 421, 425, 429].includes(status);
}

// The web server's own pages are not for reading: only a plain sentence is the worker's.
async function reasonOf(answer) {
  const type = answer.headers.get("Content-Type") || "";
  return type.startsWith("text/plain") ? (await answer.text()).trim().slice(0, longestReason) : "";
}

// Seconds or a date (RFC 9110, 10.2.3). Spread, because many were told the same.
function retryAfterMs(answer) {
  const value = answer.headers.get("Retry-After") || "";
  const ms = /^[0-9]+$/.test(value) ? 1000 * Number(value) : Date.parse(value) - Date.now();
  return Math.min(Math.max(ms || 0, 0), longestRetryMs) * (1 + Math.random() / 10);
}

// A header holds no other characters, and elsewhere needs leave of the other origin.
function request(source, position, signal) {
  const url = new URL(source.url);
  const headers = { Accept: "text/event-stream" };
  if (position.isBatch) url.searchParams.set("batch", "1");
  if (url.origin === location.origin && /^[!-~]+$/.test(position.id)) {
    headers["Last-Event-ID"] = position.id;
  } else if (position.id) {
    url.searchParams.set("lastEventID", position.id);
  }
  return fetch(url.href, {
    headers: headers, cache: "no-store", credentials: source.credentials, signal: signal,
  });
}

// Calls `onDue` when nothing has set it anew in time. {set: in ms, clear, lateness: in ms}
function makeDeadline(onDue) {
  let timer = 0;
  let at = Infinity;
  return {
    set: (ms) => {
      clearTimeout(timer);
      timer = setTimeout(onDue, ms);
      at = Date.now() + ms;
    },
    clear: () => {
      clearTimeout(timer);
      at = Infinity;
    },
    lateness: () => Date.now() - at,
  };
}

// Follows `source` from `position` until it ends: state `finished` or `refused`. `position.id` moves
// on, then `onBlock` gets the event, or null; `position.isBatch` is set while the path holds
// streams. Gives {stop, nudge, renew}: `nudge` is for when time may have passed unseen, `renew` for
// when the network has changed.
function follow(source, position, onBlock, onState) {
  let isOver = false;
  let failures = 0;
  let tried = null; // the present try, and what came of it
  let wake = ignore;

  const deadline = makeDeadline(() => {
    tried.isHeld = !tried.heardAt && !position.isBatch && deadline.lateness() < lateMs;
    abort();
  });

  function abort() {
    if (tried) tried.stopper.abort();
  }

  function stop() {
    isOver = true;
    abort();
    wake();
  }

  function end(state, detail) {
    if (isOver) return;
    stop();
    onState(state, detail);
  }

  function hear() {
    if (tried.heardAt && Date.now() - tried.heardAt > passedMs) tried.hasPassed = true;
    if (!tried.heardAt) onState("open", { batch: Boolean(position.isBatch) });
    tried.heardAt = Date.now();
    deadline.set(source.silentMs);
  }

  function take(id, event) {
    if (isOver) return;
    tried.hasBrought = true;
    position.id = id;
    onBlock(event);
  }

  async function read(body) {
    const decoder = new TextDecoder();
    const parse = parseStream(position, take);
    for (;;) {
      const piece = await body.read();
      if (isOver || (piece.done && !tried.heardAt)) return;
      hear();
      if (piece.done) return;
      parse(decoder.decode(piece.value, { stream: true }));
    }
  }

  async function judge(answer) {
    tried.status = answer.status;
    tried.waitMs = retryAfterMs(answer);
    if (answer.status === 204) end("finished", {});
    if (!isFinal(answer.status)) return;
    end("refused", { status: answer.status, reason: await reasonOf(answer) });
  }

  async function tryOnce() {
    tried = { stopper: new AbortController(), askedAt: Date.now(), status: 0, waitMs: 0 };
    deadline.set(position.isBatch ? source.silentMs : source.firstBytesMs);
    try {
      const answer = await request(source, position, tried.stopper.signal);
      if (isEventStream(answer)) await read(answer.body.getReader());
      else await judge(answer);
      tried.isWhole = true;
    } catch (error) { // no answer, a cut one, and one given up are all lost connections
    }
    deadline.clear();
    abort();
  }

  // After a stream that was open, the worker's own number, which it has spread; else back-off.
  function waitMs() {
    const named = position.retryMs === undefined ? firstRetryMs : position.retryMs;
    const retryMs = Math.max(named, shortestRetryMs);
    if (tried.isHeld) return 0;
    if (failures === 0) return retryMs;
    const grown = Math.min(retryMs * Math.pow(2, failures - 1), longestBackOffMs);
    return Math.max(tried.waitMs, grown * (0.5 + Math.random() / 2));
  }

  // What the server has named is waited for, whatever happens.
  function pause(ms) {
    return new Promise((resolve) => {
      const isFirm = tried.waitMs > 0;
      setTimeout(resolve, ms);
      wake = () => { if (!isFirm || isOver) resolve(); };
    });
  }

  // A batch that ended as it should is no loss, and the next one is asked for at once.
  function goOn() {
    const isBatchEnd = position.isBatch && tried.isWhole && tried.heardAt &&
      (tried.hasBrought || Date.now() - tried.askedAt > emptyBatchMs);
    if (tried.isHeld) position.isBatch = true;
    if (tried.hasPassed) position.isBatch = false;
    failures = tried.heardAt ? 0 : failures + 1;
    if (isBatchEnd) return pause(shortestRetryMs);
    onState("reconnecting", { status: tried.status, batch: Boolean(position.isBatch) });
    return pause(waitMs());
  }

  async function run() {
    while (!isOver) {
      await tryOnce();
      if (!isOver) await goOn();
    }
  }

  run();
  return {
    stop: stop,
    nudge: () => {
      if (deadline.lateness() > 0) abort();
      wake();
    },
    renew: () => {
      abort();
      wake();
    },
  };
}

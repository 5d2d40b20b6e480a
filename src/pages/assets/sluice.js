// sluice's script: a stream of events that goes on, and one for all tabs of the browser.
//
//   <script src="/sluice/js" data-topics="news"></script>    each event's text becomes an <li> of
//   <ul data-sluice-topic="news" data-sluice-limit="50"></ul>
//
//   const stream = Sluice.connect({
//     topics: ["news"],
//     onEvent(event) {},            // {id, type, data}
//     onGap(gap) {},                // {asked, reason, follows}: updates that will never come
//     onState(state, detail) {},
//   });
//   stream.close();
//
// Other options: `url`, by default the route that the script element's `data-events` names, and
// without that `events` beside the script; `types`, to hear of these and `message` only;
// `withCredentials`, to send cookies to another origin; `lastEventId`, to begin behind it, in a
// stream of this tab's own; `share`, true or false, by default whether topics are named, because a
// route without topics may tell each tab something else; and in seconds `hiddenAfter`, to
// close the stream of a page that is hidden for longer, `silentAfter` (60; more than the worker's
// heartbeat), after which a path without bytes is dead, and `firstBytesWithin` (4), after which it
// is one that holds them. Then each batch of events is asked for by itself (`detail.batch`).
//
// States: `connecting`, `open`, `reconnecting` (`detail.status`: what was answered, 0 for nothing),
// `paused` (by `hiddenAfter`); and one of three at the end: `finished` (the server has no more to
// send), `refused` (`detail.status`, `detail.reason`: the server's text), `closed` (by `close`).
//
// With data-topics each topic has a stream of its own, because an event does not say which topic it
// is of. Its element, or the document when there is none, gets a bubbling `sluice:event` with
// detail {topics, id, type, data}; preventDefault keeps the text out. The document also gets
// `sluice:gap` and `sluice:state`. data-hidden-after is as `hiddenAfter`.
//
// It reads streams by fetch: EventSource hears only the types it is told, gives up for good at a
// 502, and keeps the answer's status and text to itself.

const element = document.currentScript;
const besideScript = new URL((element && element.dataset.events) || "events",
  (element && element.src) || document.baseURI).href;
const canShare = typeof BroadcastChannel === "function" && Boolean(navigator.locks);
const firstBytesSeconds = 4; // the worker sends its first bytes at once; a slow path takes a second
const silentSeconds = 60; // four of the worker's heartbeats
const sessions = new Map(); // of this tab, by what they are of

// Same source, same stream: the order of topics makes no difference.
function sourceOf(options) {
  const url = new URL(options.url || besideScript, document.baseURI);
  const topics = new Set([].concat(options.topics || []));
  Array.from(topics).sort().forEach((each) => { url.searchParams.append("topic", each); });
  return {
    url: url.href,
    credentials: options.withCredentials ? "include" : "same-origin",
    firstBytesMs: 1000 * (options.firstBytesWithin || firstBytesSeconds),
    silentMs: 1000 * (options.silentAfter || silentSeconds),
    hiddenMs: 1000 * (options.hiddenAfter || 0),
    id: options.lastEventId || "",
    isShared: canShare && !options.lastEventId &&
      (options.share === undefined ? url.searchParams.has("topic") : Boolean(options.share)),
  };
}

// A page's mistake is for its console, and must not end the stream.
function call(what, first, second) {
  try {
    what(first, second);
  } catch (error) {
    setTimeout(() => { throw error; });
  }
}

// What this tab has of one source: who listens, and where it is.
function beginSession(key, source) {
  const session = { listeners: new Set(), state: "connecting", detail: {}, source: source };
  const position = { id: source.id };
  let member = null;
  let hiding = 0;

  function onEvent(event) {
    session.listeners.forEach((each) => { each.take(event); });
  }

  function onState(state, detail) {
    session.state = state;
    session.detail = detail;
    if (isEnd(state)) session.end();
    session.listeners.forEach((each) => { each.say(state, detail); });
  }

  function open(onBlock, onStreamState) { return follow(source, position, onBlock, onStreamState); }

  session.join = () => {
    clearTimeout(hiding);
    const isPaused = session.state === "paused";
    if (member || !sessions.has(key) || (isPaused && document.hidden)) return;
    if (isPaused) onState("reconnecting", { status: 0 });
    member = source.isShared
      ? joinTabs("sluice " + key, position, open, onEvent, onState)
      : open((event) => { if (event) onEvent(event); }, onState);
  };
  session.leave = () => {
    clearTimeout(hiding);
    if (member) member.stop();
    member = null;
  };
  session.hide = () => {
    clearTimeout(hiding);
    if (source.hiddenMs) hiding = setTimeout(session.pause, source.hiddenMs);
  };
  session.pause = () => {
    session.leave();
    onState("paused", {});
  };
  session.end = () => {
    sessions.delete(key);
    session.leave();
  };
  session.nudge = () => { if (member) member.nudge(); };
  session.renew = () => { if (member) member.renew(); };
  return session;
}

// What the updates behind a gap were is not known to anybody; without `onGap` it is an event.
function tellGap(options, event) {
  let gap = null;
  try {
    gap = JSON.parse(event.data);
  } catch (error) { // somebody's own event of that type
  }
  if (options.onGap && gap) options.onGap(gap);
  else if (options.onEvent) options.onEvent(event);
}

function makeListener(options) {
  return {
    take: (event) => {
      if (event.type === "gap") return call(tellGap, options, event);
      const isWanted = !options.types || ["message"].concat(options.types).includes(event.type);
      if (isWanted && options.onEvent) call(options.onEvent, event);
    },
    say: (state, detail) => {
      if (options.onState) call(options.onState, state, detail);
    },
  };
}

// Begins to listen. Gives {close}.
function connect(options) {
  const source = sourceOf(options);
  const key = JSON.stringify(source);
  const session = sessions.get(key) || beginSession(key, source);
  const listener = makeListener(options);
  session.listeners.add(listener);
  sessions.set(key, session);
  listener.say(session.state, session.detail);
  session.join();
  if (document.hidden) session.hide();

  return {
    close: () => {
      if (!session.listeners.delete(listener) || sessions.get(key) !== session) return;
      if (session.listeners.size === 0) session.end();
      listener.say("closed", {});
    },
  };
}

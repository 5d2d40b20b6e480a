// One stream for all tabs of a browser: one tab owns it and tells the others what comes.
//
// Who holds the lock is the owner, so the browser finds the successor of a closed tab. A frozen one
// keeps its lock, and loses it when it does not answer. Tabs know where they are by the last id:
// each message says what the id was before it and is behind it, so a tab sees whether it has missed
// something at a change of owners, and asks the server for it.

const lookEveryMs = 500;
const askAfterMs = 1500; // an owner not heard for this long is asked whether it is there
const stealAfterMs = 1500; // and not heard for this long then, it is not
const stealSpreadMs = 500; // or all tabs would steal the lock from one another
const catchUpAfterMs = 500; // what was missed may just be late
// An owner keeps the lock for so long behind the end: a tab that got it before it has heard of the
// end would ask again.
const endHeardMs = 1000;
const longestQueue = 1000; // messages; the older ones come by the stream that catches up as well

// Joins the tabs of that name. `position` moves on; `open(onBlock, onState)` opens the stream from
// it; `onEvent` and `onState` get what comes, whoever owns it. Gives {stop, nudge, renew}.
function joinTabs(name, position, open, onEvent, onState) {
  const channel = new BroadcastChannel(name);
  let said = ["connecting", {}]; // the state
  let stream = null; // the owner's, or the one by which a tab catches up
  let queue = null; // what others were told while this tab catches up
  let isOwner = false;
  let hasLeft = false;
  let toldId = ""; // where the other tabs are
  let heardAt = Date.now();
  let askedAt = 0;
  let isStealing = false;
  let release = ignore; // gives the lock back, or stops waiting for it
  let catchingUp = 0;
  const patienceMs = stealAfterMs + Math.random() * stealSpreadMs;

  function stopStream() {
    clearTimeout(catchingUp);
    if (stream) stream.stop();
    stream = null;
    queue = null;
  }

  function tell(event) {
    channel.postMessage({
      before: toldId, id: position.id, isBatch: position.isBatch, said: said, event: event,
    });
    toldId = position.id;
  }

  function say(now) {
    if (JSON.stringify(now) === JSON.stringify(said)) return;
    said = now;
    if (isOwner) tell(null);
    onState(now[0], now[1]);
  }

  function lead() {
    if (hasLeft) return undefined;
    isOwner = true;
    stopStream();
    toldId = position.id;
    tell(null);
    // The other tabs come first: what this tab's page does with an event may end the tab.
    stream = open((event) => {
      tell(event);
      if (event) onEvent(event);
    }, (state, detail) => { say([state, detail]); });
    return new Promise((resolve) => { release = resolve; });
  }

  function standDown() {
    if (isOwner) stopStream();
    isOwner = false;
    heardAt = Date.now();
    askedAt = 0;
  }

  // A stolen lock ends the request of who had it. Where a page may have no locks, it is alone.
  async function compete() {
    while (!hasLeft) {
      const waiting = new AbortController();
      const how = isStealing ? { steal: true } : { signal: waiting.signal };
      isStealing = false;
      release = () => { waiting.abort(); };
      await navigator.locks.request(name, how, lead).catch((error) => {
        return error.name === "AbortError" ? undefined : lead();
      });
      standDown();
    }
  }

  // Pages answer messages even where their timers are slowed down.
  function look() {
    const now = Date.now();
    if (isOwner || now - heardAt < askAfterMs) {
      askedAt = 0;
    } else if (!askedAt) {
      askedAt = now;
      channel.postMessage(null);
    } else if (now - askedAt > patienceMs) {
      askedAt = 0;
      heardAt = now;
      isStealing = true;
      release();
    }
  }

  function catchUp(message) {
    queue = [message];
    channel.postMessage(null);
    catchingUp = setTimeout(() => {
      stream = open((event) => {
        if (event) onEvent(event);
        settle();
      }, (state, detail) => {
        if (isEnd(state)) say([state, detail]);
      });
    }, catchUpAfterMs);
  }

  // Once this tab is where the others were, it goes on with what they were told since.
  function settle() {
    const ids = queue.map((message) => message.id);
    const reached = ids.lastIndexOf(position.id) + 1;
    const next = reached || queue.findIndex((each) => each.before === position.id);
    if (next < 0) return;
    const latest = queue[queue.length - 1];
    const rest = queue.slice(next);
    stopStream();
    rest.forEach(take);
    if (!queue) say(latest.said);
  }

  // Without an id there is nothing to catch up from.
  function take(message) {
    if (queue) {
      queue.push(message);
      if (queue.length > longestQueue) queue.shift();
      return settle();
    }
    if (!position.id || message.before === position.id) {
      position.id = message.id;
      if (message.event) onEvent(message.event);
    } else if (message.id !== position.id) {
      return catchUp(message);
    }
    return say(message.said);
  }

  channel.onmessage = (sent) => {
    if (hasLeft) return undefined;
    if (sent.data === null) return isOwner ? tell(null) : undefined;
    if (isOwner) return undefined;
    heardAt = Date.now();
    position.isBatch = sent.data.isBatch;
    return take(sent.data);
  };
  const looking = setInterval(look, lookEveryMs);
  channel.postMessage(null);
  compete();
  return {
    stop: () => {
      hasLeft = true;
      clearInterval(looking);
      stopStream();
      if (isOwner && isEnd(said[0])) setTimeout(release, endHeardMs);
      else release();
      channel.close();
    },
    nudge: () => {
      look();
      if (stream) stream.nudge();
    },
    renew: () => { if (stream) stream.renew(); },
  };
}

// Takes an event stream apart (WHATWG HTML, 9.2.6), in pieces of any size.

const longestRetryMs = 3600 * 1000; // a publisher may name any number, and timers end at 24 days

// A line ends in CR, LF or CRLF, whose LF may be in the next piece.
function splitLines(onLine) {
  let rest = "";
  let mayBeginWithLf = false;
  return (text) => {
    if (text === "") return;
    const fresh = mayBeginWithLf && text[0] === "\n" ? text.slice(1) : text;
    mayBeginWithLf = text.endsWith("\r");
    const lines = (rest + fresh).split(/\r\n|\r|\n/);
    rest = lines.pop();
    lines.forEach(onLine);
  };
}

// Gives what takes the text of a stream that goes on from `position`, whose `retryMs` it sets.
// `onBlock(id, event)` is called behind each block that has data or changes the last id; `event` is
// {id, type, data}, or null without data.
function parseStream(position, onBlock) {
  let data = [];
  let type = "";
  let lastId = position.id;
  let id = lastId;

  function finishBlock() {
    const event = data.length > 0
      ? { id: id, type: type || "message", data: data.join("\n") } : null;
    const hasMoved = id !== lastId;
    data = [];
    type = "";
    lastId = id;
    if (event || hasMoved) onBlock(id, event);
  }

  return splitLines((line) => {
    if (line === "") return finishBlock();
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") data.push(value);
    if (name === "event") type = value;
    if (name === "id" && !value.includes("\0")) id = value;
    if (name === "retry" && /^[0-9]+$/.test(value)) {
      position.retryMs = Math.min(Number(value), longestRetryMs);
    }
  });
}

// sluice's script: opens an event stream and says what becomes of it.
//
//   <script src="/sluice/js"></script>
//
//   const stream = Sluice.connect({
//     onEvent(event) {},            // {id, type, data}
//     onState(state, detail) {},    // see below
//   });
//   stream.close();
//
// Other options: `url`, by default the route that the script element's `data-events` names, and
// without that `events` beside the script; `types`, the event types to hear besides `message`;
// `withCredentials`.
//
// States: `connecting`, `open`, `reconnecting`; and one of three at the end: `finished` (the server
// has no more to send), `refused` (it answered an error, `detail.status`, 0 for no answer at all),
// `closed` (by `close`).
(function () {
  "use strict";

  const element = document.currentScript;
  const besideScript = new URL(
    (element && element.dataset.events) || "events",
    (element && element.src) || document.baseURI).href;
  const ignore = function () {};

  // EventSource does not say which answer made it give up: 204, which is the stream's end (WHATWG
  // HTML, 9.2.3), or an error. A HEAD tells, because the route answers it without a stream.
  function askWhy(url, credentials) {
    return fetch(url, { method: "HEAD", cache: "no-store", credentials: credentials }).then(
      function (answer) { return answer.status; },
      function () { return 0; });
  }

  function connect(options) {
    const url = options.url || besideScript;
    const withCredentials = Boolean(options.withCredentials);
    const onEvent = options.onEvent || ignore;
    const onState = options.onState || ignore;
    const source = new EventSource(url, { withCredentials: withCredentials });
    let isOver = false;

    function end(state, detail) {
      if (isOver) return;
      isOver = true;
      source.close();
      onState(state, detail || {});
    }

    function lose() {
      if (source.readyState !== EventSource.CLOSED) return onState("reconnecting", {});
      askWhy(url, withCredentials ? "include" : "same-origin").then(function (status) {
        if (status >= 200 && status < 300) end("finished");
        else end("refused", { status: status });
      });
    }

    onState("connecting", {});
    source.addEventListener("open", function () { onState("open", {}); });
    source.addEventListener("error", lose);
    ["message"].concat(options.types || []).forEach(function (type) {
      source.addEventListener(type, function (event) {
        onEvent({ id: event.lastEventId, type: event.type, data: event.data });
      });
    });

    return { close: function () { end("closed"); } };
  }

  window.Sluice = { connect: connect };
})();

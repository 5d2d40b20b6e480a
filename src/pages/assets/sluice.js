// sluice's script: opens an event stream and says what becomes of it.
//
//   const stream = Sluice.connect({
//     url: "/sluice/events",
//     onEvent(event) {},    // {id, type, data}
//     onState(state) {},    // "connecting", "open", "reconnecting", "closed"
//   });
//   stream.close();
//
// "closed" is final: the server answered that there is no more (204), or refused.
(function () {
  "use strict";

  function connect(options) {
    const onEvent = options.onEvent || function () {};
    const onState = options.onState || function () {};
    const types = ["message"].concat(options.types || []);
    const source = new EventSource(options.url, { withCredentials: Boolean(options.withCredentials) });

    onState("connecting");
    source.addEventListener("open", function () { onState("open"); });
    source.addEventListener("error", function () {
      onState(source.readyState === EventSource.CLOSED ? "closed" : "reconnecting");
    });
    types.forEach(function (type) {
      source.addEventListener(type, function (event) {
        onEvent({ id: event.lastEventId, type: event.type, data: event.data });
      });
    });

    return {
      close: function () {
        source.close();
        onState("closed");
      },
    };
  }

  window.Sluice = { connect: connect };
})();

// Starts the job, and shows how far it is.
"use strict";

const bar = document.getElementById("bar");
const state = document.getElementById("state");

function follow(topic) {
  const stream = Sluice.connect({
    topics: [topic],
    types: ["progress"],
    lastEventId: "earliest", // the job began before this stream
    onEvent: ({ data }) => {
      const { done, of, failed } = JSON.parse(data);
      bar.max = of;
      bar.value = done;
      state.textContent = failed ? "failed" : `${done} of ${of}`;
      if (failed || done === of) stream.close();
    },
  });
}

document.getElementById("start").addEventListener("click", async () => {
  const answer = await fetch("/jobs", { method: "POST" });
  const text = await answer.text();
  if (answer.ok) follow(text);
  else state.textContent = text;
});

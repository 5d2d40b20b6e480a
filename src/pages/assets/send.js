// The send box: publishes by the right of the visitor's own cookie, and shows the server's answer.
(function () {
  "use strict";

  const parts = (window.SluicePage = window.SluicePage || {});
  const form = document.getElementById("send");
  const topic = document.getElementById("send-topic");
  const data = document.getElementById("send-data");
  const outcome = document.getElementById("outcome");
  let isSending = false;

  function say(tone, text) {
    outcome.dataset.tone = tone;
    outcome.textContent = text;
  }

  function fitToText() {
    data.style.height = "auto";
    const borders = data.offsetHeight - data.clientHeight;
    data.style.height = data.scrollHeight + borders + "px";
  }

  function write(text) {
    data.value = text;
    fitToText();
  }

  // A plain fetch, in the mode `cors`: in others a page that sends no Referer sends `Origin: null`,
  // and the server could not tell whose page this is.
  async function publish(update) {
    const answer = await fetch("publish", {
      method: "POST", body: new URLSearchParams(update), credentials: "same-origin",
    });
    if (answer.ok) return say("sent", "Sent as " + (await answer.text()));
    const reason = await parts.reasonOf(answer);
    throw new Error(reason || "the server answered " + answer.status + ".");
  }

  async function send() {
    const update = { topic: topic.value, data: data.value };
    isSending = true;
    write("");
    say("", "");
    try {
      await publish(update);
    } catch (error) {
      // fetch itself fails with a TypeError, in words that differ from browser to browser.
      say("refused", "Not sent: " +
        (error instanceof TypeError ? "there was no answer from the server." : error.message));
      write(update.data + (data.value && "\n" + data.value)); // what was typed meanwhile stays
    }
    isSending = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending) send();
  });
  data.addEventListener("input", fitToText);
  // While an input method composes a word, Enter chooses it.
  data.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  /** Offers the first of `topics` that is a topic and no pattern, unless the visitor wrote one. */
  parts.offerTopics = function (topics) {
    form.hidden = topics.length === 0;
    if (topic.value !== topic.defaultValue) return;
    const isPattern = (each) => each === "*" || each.includes("{");
    topic.defaultValue = topics.find((each) => !isPattern(each)) || "";
    topic.value = topic.defaultValue;
  };
})();

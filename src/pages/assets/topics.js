// The topics that the page follows: its own query names them, `page?topic=chat&topic=news`.
(function () {
  "use strict";

  const parts = (window.SluicePage = window.SluicePage || {});
  const list = document.getElementById("topics");
  const form = document.getElementById("follow");
  const field = document.getElementById("new-topic");
  let topics = [];

  function readAddress() {
    const named = new URLSearchParams(location.search).getAll("topic");
    topics = [...new Set(named.filter((topic) => topic !== ""))];
  }

  function writeAddress() {
    const query = new URLSearchParams(topics.map((topic) => ["topic", topic])).toString();
    history.pushState(null, "", location.pathname + (query && "?" + query));
  }

  function chipOf(topic, onRemove) {
    const chip = document.createElement("li");
    const name = document.createElement("span");
    const remove = document.createElement("button");
    name.textContent = topic;
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", "Stop following " + topic);
    remove.addEventListener("click", onRemove);
    chip.append(name, remove);
    return chip;
  }

  /** Shows the topics, and calls `onChange(now, before)` when the visitor changes them. */
  parts.startTopics = function (onChange) {
    function draw() {
      list.replaceChildren(...topics.map((topic) => chipOf(topic, () => {
        field.focus(); // the button that has the focus goes
        become(topics.filter((other) => other !== topic));
      })));
      document.title = (topics.length > 0 ? topics.join(", ") : "Live events") + " - sluice";
    }

    function become(wanted) {
      const before = topics;
      topics = wanted;
      writeAddress();
      draw();
      onChange(topics, before);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const topic = field.value;
      field.value = "";
      if (topic !== "" && !topics.includes(topic)) become(topics.concat(topic));
    });
    window.addEventListener("popstate", () => {
      const before = topics;
      readAddress();
      draw();
      onChange(topics, before);
    });
    readAddress();
    draw();
    return topics;
  };
})();

// Puts each new post on top of the lists of this page.
"use strict";

(function () {
  const most = 20; // entries; older ones go

  function link({ title, url }) {
    const entry = document.createElement("a");
    entry.textContent = title; // text, never HTML
    const target = new URL(url, location.href);
    if (/^https?:$/.test(target.protocol)) entry.href = target.href; // no javascript:
    return entry;
  }

  function follow(list) {
    Sluice.connect({
      topics: [list.dataset.topic],
      types: ["post"],
      onEvent: ({ type, data }) => {
        if (type !== "post") return;
        const item = document.createElement("li");
        item.append(link(JSON.parse(data)));
        list.prepend(item);
        while (list.childElementCount > most) list.lastElementChild.remove();
      },
    });
  }

  document.querySelectorAll(".sluice-live").forEach(follow);
})();

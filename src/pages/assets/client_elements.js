// Use without a script of the page's own: data-topics, and elements that show a topic's events.

const shownLimit = 100; // entries of an element that names no number: what somebody scrolls through

function dispatch(target, name, detail) {
  return target.dispatchEvent(new CustomEvent("sluice:" + name,
    { bubbles: true, cancelable: true, detail: detail }));
}

// textContent, and nothing else: the text is a stranger's.
function append(target, text) {
  const entry = document.createElement(/^[UO]L$/.test(target.tagName) ? "li" : "div");
  entry.textContent = text;
  target.append(entry);
  const limit = Number(target.dataset.sluiceLimit) || shownLimit;
  while (target.childElementCount > limit) target.firstElementChild.remove();
}

function show(topic, event) {
  const detail = Object.assign({ topics: [topic] }, event);
  const all = Array.from(document.querySelectorAll("[data-sluice-topic]"));
  const targets = all.filter((one) => one.dataset.sluiceTopic === topic);
  if (targets.length === 0) dispatch(document, "event", detail);
  targets.forEach((one) => {
    if (dispatch(one, "event", detail)) append(one, event.data);
  });
}

function showTopic(topic) {
  connect({
    topics: [topic],
    hiddenAfter: Number(element.dataset.hiddenAfter),
    onEvent: (event) => { show(topic, event); },
    onGap: (gap) => { dispatch(document, "gap", Object.assign({ topics: [topic] }, gap)); },
    onState: (state, detail) => {
      dispatch(document, "state", Object.assign({ topics: [topic], state: state }, detail));
    },
  });
}

window.Sluice = { connect: connect };
if (element && element.dataset.topics) {
  element.dataset.topics.trim().split(/\s+/).forEach(showTopic);
}

// What happens to the page: it is hidden, frozen, kept for the back button, offline, asleep.

function all(what) {
  return () => Array.from(sessions.values()).forEach((session) => session[what]());
}

function goOnShowing() {
  all("join")();
  all(document.hidden ? "hide" : "nudge")();
}

// A page that holds a stream or a lock is not kept for the back button, and a frozen one would keep
// the other tabs waiting.
addEventListener("pagehide", all("leave"));
addEventListener("pageshow", goOnShowing);
document.addEventListener("freeze", all("leave"));
document.addEventListener("resume", goOnShowing);
// A page that is left is hidden as well, behind its pagehide, and must not join again then.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) all("hide")();
  else goOnShowing();
});
addEventListener("online", all("renew"));

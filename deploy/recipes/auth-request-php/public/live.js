// Says how the streams are. Nobody is logged in any more: the server answers 401.
"use strict";

document.addEventListener("sluice:state", ({ detail }) => {
  const words = { open: "live", refused: "not permitted" };
  const isLoggedOut = detail.state === "refused" && detail.status === 401;
  document.getElementById("state").textContent =
    isLoggedOut ? "logged out" : words[detail.state] || detail.state;
});

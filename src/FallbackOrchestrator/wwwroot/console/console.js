// Starts the connection of the page, and the two buttons that work without it.
"use strict";

document.addEventListener("click", event => {
  if (event.target.closest("#theme")) {
    const root = document.documentElement;
    const isDark = root.dataset.theme === "dark"
      || (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = isDark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  }
  if (event.target.closest("#reload")) {
    location.reload();
  }
});

// Whoever signs in or out in one tab does so in all of them: no page of an earlier session stays open.
const session = document.documentElement.dataset.session;
localStorage.setItem("session", session);
addEventListener("storage", event => {
  if (event.key === "session" && session !== "" && event.newValue !== session) {
    location.reload();
  }
});

// A page survives a restart of its replica, or a move to another one: what it shows is read again.
const reconnection = {
  onConnectionDown: () => {
    const dialog = document.getElementById("components-reconnect-modal");
    dialog.className = "components-reconnect-show";
    if (!dialog.open) {
      dialog.showModal();
    }
    const again = setInterval(async () => {
      try {
        const response = await fetch("/healthz/ready", { cache: "no-store" });
        if (response.ok) {
          clearInterval(again);
          location.reload();
        }
      } catch {
        // Not yet.
      }
    }, 2000);
  },
  onConnectionUp: () => document.getElementById("components-reconnect-modal").close(),
};

Blazor.start({
  circuit: {
    reconnectionHandler: reconnection,
    // Without negotiation there is one connection, so a load balancer needs no sticky sessions.
    configureSignalR: builder => builder.withUrl("_blazor", { skipNegotiation: true, transport: 1 }),
  },
});

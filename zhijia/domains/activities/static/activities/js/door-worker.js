// Keeps the door's page and its looks, so that a phone that lost the network can open it again.
const STORE = "door-1";
const kept = (url) => /\/activities\/activity\/\d+\/door\/$/.test(url.pathname) || url.pathname.startsWith("/static/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !kept(url)) return;
  event.respondWith(
    fetch(event.request)
      .then((answer) => {
        if (answer.ok && !answer.redirected) {
          const copy = answer.clone();
          caches.open(STORE).then((store) => store.put(event.request, copy));
        }
        return answer;
      })
      .catch(() => caches.match(event.request).then((found) => found || Response.error())),
  );
});

// Keeps the host's list at hand: a phone throws pages away, and loads them again when there is no network.
// taps.js puts in the cache what the page is made of; this file only reads it, and only when nothing else answers.
const CACHE = "gastheer";
const PATIENCE = 5000; // milliseconds: a network that takes longer is as good as none
const KEPT = 24 * 60 * 60 * 1000; // milliseconds: after the day itself nobody needs the names

const tooLate = () => new Promise((_, give_up) => setTimeout(() => give_up(new Error("too late")), PATIENCE));

async function atHand(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
  if (!kept) return undefined;
  if (Date.now() - Date.parse(kept.headers.get("Date")) < KEPT) return kept;
  await caches.delete(CACHE);
  return undefined;
}

async function answer(request) {
  const asked = fetch(request);
  try {
    return await Promise.race([asked, tooLate()]);
  } catch {
    return (await atHand(request)) ?? asked; // with nothing at hand, late is better than never
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const page = request.mode === "navigate" || ["style", "script"].includes(request.destination);
  if (request.method === "GET" && page) event.respondWith(answer(request));
});

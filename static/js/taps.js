// The list of the day on a network that comes and goes. A tap shows at once and waits in this browser until Kapstok has
// it; of two phones the latest tap counts, whichever sends first. Without this file every button is a form of its own.
const PATIENCE = 15_000; // milliseconds an answer may take
const REFRESH = 20_000; // milliseconds between looks at what others tapped
const LONGEST_PAUSE = 60_000; // milliseconds between tries
const SLOW = 3_000; // milliseconds after which a tap that is under way is said to wait
const TOGETHER = { taps: 250, names: 40 }; // browsers refuse to send more than 64 KiB with keepalive

const form = document.querySelector("form[data-taps]");
const sync = document.querySelector("[data-sync]");
const rows = new Map([...document.querySelectorAll("[data-guest]")].map((row) => [row.dataset.guest, row]));
const mine = `taps-${form.dataset.taps}-`;
const GUEST = `${mine}guest-`;
const NAME = `${mine}name-`;
const STATE = `${mine}state`;
const CLOCK = "taps-clock"; // how far the server's clock is ahead of this one, in milliseconds

const known = new Map([...rows].map(([guest, row]) => [guest, Number(row.dataset.at)])); // when each was last tapped
let busy = false;
let failures = 0;
let refused = "";
let timer = null;

class NotTaken extends Error {}

// What waits: one entry per guest, since the last tap counts, and one per name.
function waiting(prefix) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return keys.map((key) => [key, localStorage.getItem(key)]);
}

const parcel = () => [waiting(GUEST).slice(0, TOGETHER.taps), waiting(NAME).slice(0, TOGETHER.names)];
const values = (entries) => entries.map(([, text]) => JSON.parse(text));
const now = () => Date.now() + Number(localStorage.getItem(CLOCK) ?? 0);

function show(guest, attendance) {
  for (const button of rows.get(guest)?.querySelectorAll("[data-attendance]") ?? []) {
    const chosen = button.dataset.attendance === attendance;
    button.setAttribute("aria-pressed", String(chosen));
    button.value = chosen ? "" : button.dataset.attendance;
  }
}

function count() {
  const present = document.querySelectorAll('[data-attendance="present"][aria-pressed="true"]').length;
  document.querySelector("[data-present]").textContent = present;
}

function tell(slow = false) {
  const left = waiting(GUEST).length + waiting(NAME).length;
  const words = sync.dataset;
  const underWay = left && !slow && !failures && navigator.onLine;
  const state = refused ? "refused" : underWay ? "busy" : left ? "waiting" : failures ? "offline" : "kept";
  const waits = left === 1 ? words.waitingOne : words.waiting.replace("{n}", left);
  const said = { refused, busy: "\u00a0", waiting: waits }[state] ?? words[state];
  sync.dataset.now = state;
  if (sync.textContent !== said) sync.textContent = said;
}

async function ask(address, options) {
  const asked = Date.now();
  const answer = await fetch(address, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
  if (!answer.ok) throw new NotTaken(answer.status);
  const state = await answer.json();
  localStorage.setItem(CLOCK, Math.round(state.now - (asked + Date.now()) / 2));
  return state;
}

function hear(state) {
  localStorage.setItem(STATE, JSON.stringify(state));
  for (const [guest, [attendance, at]] of Object.entries(state.guests)) {
    known.set(guest, Math.max(at, known.get(guest) ?? 0));
    show(guest, attendance);
  }
  for (const tap of values(waiting(GUEST))) show(String(tap.guest), tap.attendance);
  const more = Object.keys(state.guests).some((guest) => !rows.has(guest)) || state.names > Number(form.dataset.names);
  document.querySelector("[data-reload]").hidden = !more;
  count();
}

function send(taps, names) {
  const fields = new FormData(form);
  fields.set("taps", JSON.stringify({ taps: values(taps), arrivals: values(names) }));
  return ask(form.action, { method: "POST", body: fields, keepalive: true }); // also when the reader goes on meanwhile
}

// What was tapped just before leaving. Should it not arrive: it waits here, and twice is once.
function leave() {
  const [taps, names] = parcel();
  if (taps.length + names.length) send(taps, names).catch(() => {});
}

// One exchange at a time: send what waits, or else ask how the list stands.
async function exchange() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  const [taps, names] = parcel();
  const late = setTimeout(() => tell(true), SLOW);
  try {
    const state = await (taps.length + names.length ? send(taps, names) : ask(form.dataset.state));
    for (const [key, text] of [...taps, ...names]) {
      if (localStorage.getItem(key) === text) localStorage.removeItem(key); // else it was tapped again meanwhile
    }
    failures = 0;
    refused = state.refused.join(" ");
    hear(state);
  } catch (failure) {
    failures += 1;
    refused = failure instanceof NotTaken ? sync.dataset.refused : "";
    if (refused && "caches" in window) caches.delete("gastheer"); // nothing to keep at hand any more
  }
  clearTimeout(late);
  busy = false;
  tell();
  timer = setTimeout(exchange, pause());
}

function pause() {
  if (failures) return Math.min(LONGEST_PAUSE, 1000 * 2 ** failures) * (0.5 + Math.random() / 2);
  return waiting(GUEST).length + waiting(NAME).length ? 0 : REFRESH;
}

function tap(event) {
  const guest = event.target.closest("[data-guest]").dataset.guest;
  const chosen = event.submitter.getAttribute("aria-pressed") === "true";
  const attendance = chosen ? "" : event.submitter.dataset.attendance;
  const at = Math.max(now(), (known.get(guest) ?? 0) + 1); // later than what this phone showed, whatever its clock says
  known.set(guest, at);
  localStorage.setItem(`${GUEST}${guest}`, JSON.stringify({ guest: Number(guest), attendance, at }));
  event.preventDefault(); // only now: a browser that keeps nothing sends the form
  show(guest, attendance);
  count();
  tell();
  exchange();
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function arrive(event) {
  const { name, organisation, key } = event.target.elements;
  if (!name.value.trim()) return; // the server says what is missing
  const came = { key: key.value, name: name.value, organisation: organisation.value, at: now() };
  localStorage.setItem(`${NAME}${key.value}`, JSON.stringify(came));
  event.preventDefault();
  const place = event.target.closest("[data-arrival]");
  place.querySelector("[data-arrival-kept]").textContent = place.dataset.kept.replace("{name}", name.value.trim());
  event.target.reset();
  key.value = newKey();
  name.focus();
  tell();
  exchange();
}

// What the page is made of goes in the cache that host-worker.js reads when there is no network.
async function keepAtHand() {
  await navigator.serviceWorker.register(form.dataset.worker);
  const parts = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
  parts.push(...[...document.scripts].map((script) => script.src), new URL(location.pathname, location.href).href);
  const cache = await caches.open("gastheer");
  await cache.addAll(parts);
  const others = (await cache.keys()).filter((kept) => !parts.includes(kept.url));
  await Promise.all(others.map((kept) => cache.delete(kept))); // the names of another list
}

// A page that comes out of the cache is older than what this browser heard since.
function recall() {
  const { guests } = JSON.parse(localStorage.getItem(STATE) ?? '{"guests": {}}');
  for (const [guest, [attendance, at]] of Object.entries(guests)) {
    if (at <= (known.get(guest) ?? 0)) continue;
    known.set(guest, at);
    show(guest, attendance);
  }
  for (const tap of values(waiting(GUEST))) show(String(tap.guest), tap.attendance);
  count();
}

function start() {
  recall();
  for (const each of document.querySelectorAll("form.taps")) each.addEventListener("submit", tap);
  document.querySelector("[data-arrival] form")?.addEventListener("submit", arrive);
  window.addEventListener("online", exchange);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden || exchange());
  exchange();
  if (form.dataset.worker && "serviceWorker" in navigator) {
    keepAtHand().catch(() => {}); // then the list is at hand for as long as it stays open
  }
}

start();

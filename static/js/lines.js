// "Wie kent u?" saved while one goes through the names, on a network that comes and goes. What was not sent yet waits in
// this browser, and nowhere longer than that. Without this file the whole form is sent by its button.
const IDLE = 800; // milliseconds without a tap before what was tapped is sent
const LONGEST_IDLE = 4_000; // milliseconds that taps one after the other may put it off
const PATIENCE = 15_000; // milliseconds an answer may take
const LONGEST_PAUSE = 60_000; // milliseconds between tries
const GONE = [403, 404, 409, 410]; // this page will never be taken again

const form = document.querySelector("form[data-lines]");
const keep = document.querySelector("form[data-keep]");
const sync = document.querySelector("[data-sync]");
const counter = document.querySelector("[data-count]");
const counted = counter.dataset.count;
const PLACE = `lijnen ${location.pathname} `;
const KEY = `${PLACE}${form.dataset.lines}`;

let waiting = {}; // by field: what it is now, and what it was when it was first touched
let tried = {}; // by field: everything that this page ever sent, to know its own answers by
let since = null; // when the first of the taps that wait was made
let timer = null;
let busy = null;
let failures = 0;
let refused = "";
let note = "";
let leaving = false;

// Each question is a field: kent_5 (one of six values, "" when untouched), dicht_3 and zo_3 (ticked or not).

const inputs = (name) => [...form.elements].filter((input) => input.name === name);
const boxOf = (kind, block) => inputs(kind).find((box) => box.type === "checkbox" && box.value === String(block));
const fieldOf = (input) => (input.type === "checkbox" ? `${input.name}_${input.value}` : input.name);

function valueOf(field) {
  const [kind, id] = field.split("_");
  if (kind !== "kent") return boxOf(kind, id)?.checked;
  const marked = form.querySelector(`input[name="${field}"]:checked`);
  return marked ? marked.value : form.querySelector(`input[name="${field}"]`) ? "" : undefined;
}

function show(field, value) {
  const [kind, id] = field.split("_");
  if (kind === "kent") for (const input of inputs(field)) input.checked = input.value === value;
  else if (boxOf(kind, id)) boxOf(kind, id).checked = value;
}

const before = new Map(); // what each field showed when it was last known to be kept
function remember(part) {
  for (const input of part.querySelectorAll("input[name^=kent_], input[name=dicht], input[name=zo]")) {
    if (input.type !== "hidden") before.set(fieldOf(input), valueOf(fieldOf(input)));
  }
}

// What waits

function store() {
  try {
    if (Object.keys(waiting).length) localStorage.setItem(KEY, JSON.stringify(waiting));
    else localStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing: what waits is in this page, and sent when it can be
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // there was nothing
  }
}

function stored() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PLACE) && key !== KEY) localStorage.removeItem(key);
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

// Answers that an earlier visit could not send. What was changed elsewhere since then stays as it is there.
async function recall() {
  const left = stored();
  if (Object.keys(left).some((field) => valueOf(field) === undefined)) await allNames();
  for (const [field, { now, was }] of Object.entries(left)) {
    const here = valueOf(field);
    if (here === undefined && isWhole()) {
      note = sync.dataset.gone; // sent along, it would keep all others from being kept
      tell();
      continue;
    }
    if (field in waiting || here === now || (here !== undefined && here !== was)) continue;
    waiting[field] = { now, was };
    show(field, now);
  }
  store();
  count();
  send();
}

function tapped(event) {
  const field = fieldOf(event.target);
  if (!before.has(field)) return;
  waiting[field] = { now: valueOf(field), was: waiting[field]?.was ?? before.get(field) };
  refused = note = "";
  store();
  count();
  since ??= Date.now();
  const rest = Math.max(0, LONGEST_IDLE - (Date.now() - since));
  later(Math.min(IDLE, rest));
}

// Sending

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

function parcel() {
  const taps = { bij: form.dataset.lines, gezien: Number(form.elements.gezien.value), kent: {}, dicht: {}, zo: {} };
  for (const [field, { now }] of Object.entries(waiting)) {
    const [kind, id] = field.split("_");
    taps[kind][id] = now;
  }
  return taps;
}

function post() {
  const fields = new FormData(keep);
  fields.set("antwoorden", JSON.stringify(parcel()));
  return fetch(keep.action, {
    method: "POST",
    body: fields,
    keepalive: true, // also when the reader goes on meanwhile
    redirect: "manual",
    signal: AbortSignal.timeout?.(PATIENCE),
  });
}

// One at a time; true when nothing waits any more.
async function send() {
  clearTimeout(timer);
  while (busy) await busy;
  if (!Object.keys(waiting).length) return true;
  busy = exchange();
  await busy;
  busy = null;
  tell();
  if (failures) later(Math.min(LONGEST_PAUSE, 1000 * 2 ** failures) * (0.5 + Math.random() / 2));
  else if (Object.keys(waiting).length && !refused) later(0);
  return !Object.keys(waiting).length;
}

async function exchange() {
  const sent = Object.fromEntries(Object.entries(waiting).map(([field, { now }]) => [field, now]));
  for (const [field, value] of Object.entries(sent)) (tried[field] ??= new Set()).add(value);
  since = null;
  try {
    const answer = await post();
    if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
    const said = await answer.json().catch(() => ({}));
    failures = 0;
    if (!answer.ok) {
      refused = said.sentence ?? sync.dataset.refused;
      if (GONE.includes(answer.status)) forget(KEY);
      return;
    }
    for (const [field, value] of Object.entries(sent)) {
      before.set(field, value);
      if (waiting[field].now === value) delete waiting[field]; // else it was tapped again meanwhile
    }
    hear(said);
    store();
  } catch {
    failures += 1;
  }
}

// What stands now, and what came from another screen.
function hear(said) {
  form.elements.gezien.value = said.gezien;
  if (said.weg?.length) note = sync.dataset.gone;
  const fields = Object.entries(said.elders ?? {}).map(([id, value]) => [`kent_${id}`, value]);
  for (const kind of ["dicht", "zo"]) {
    if (!said[kind]) continue;
    for (const box of inputs(kind)) fields.push([fieldOf(box), said[kind].includes(Number(box.value))]);
  }
  for (const [field, value] of fields) {
    const here = valueOf(field);
    if (field in waiting || here === undefined) continue;
    before.set(field, value);
    if (here === value || tried[field]?.has(value)) continue;
    show(field, value);
    note = sync.dataset.elsewhere;
  }
  count();
}

// Said once, not after every tap: the words change only when the state does.
function tell() {
  const words = sync.dataset;
  const state = refused ? "refused" : failures ? "waiting" : "kept";
  const said = refused || (failures ? words.waiting : note || words.kept);
  words.now = state;
  if (sync.textContent !== said) sync.textContent = said;
}

// What is open

function isDone(line) {
  const { block } = line.dataset;
  if (line.querySelector(":checked") || boxOf("dicht", block)?.checked) return true;
  return "previous" in line.dataset && Boolean(boxOf("zo", block)?.checked);
}

function count() {
  let done = Number(form.dataset.answered);
  for (const group of form.querySelectorAll("[data-group]")) {
    const lines = [...group.querySelectorAll("[data-line]")];
    const open = lines.filter((line) => !isDone(line)).length;
    done += lines.length - open;
    const said = group.querySelector("[data-open]");
    said.textContent = open === 0 ? said.dataset.all : open === 1 ? said.dataset.one : said.dataset.many.replace("{n}", open);
  }
  counter.textContent = counted.replace("{n}", done).replace("{total}", form.dataset.total);
}

// What only holds without this file; a hidden description would still be read out.
function hide(part) {
  part.hidden = true;
  if (part.id) document.querySelector(`[aria-describedby="${part.id}"]`)?.removeAttribute("aria-describedby");
}

// Finding a name among many, without leaving the page

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let others = null; // the names that the page began without, once they are asked for

async function fetchOthers() {
  const answer = await fetch(form.dataset.more, { signal: AbortSignal.timeout?.(PATIENCE) });
  if (!answer.ok) throw new Error(answer.status);
  const whole = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = form.querySelector("[data-names]");
  for (const group of whole.querySelectorAll("[data-group]")) {
    if (document.getElementById(group.id)) continue;
    const added = list.appendChild(document.importNode(group, true));
    remember(added);
  }
  form.dataset.answered = 0;
  document.querySelector("[data-left-out]").hidden = true;
  count();
}

// Whether everybody who is asked about stands on this page.
const isWhole = () => !document.querySelector("[data-left-out]:not([hidden])");

function allNames() {
  if (!form.dataset.more) return Promise.resolve();
  others ??= fetchOthers().catch(() => {
    others = null;
  });
  return others;
}

function goTo(group) {
  const heading = group?.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
}

function filter(field, none) {
  const wanted = plain(field.value).split(/\s+/).filter(Boolean);
  for (const group of form.querySelectorAll("[data-group]")) {
    const heading = plain(group.querySelector("h2").textContent);
    const lines = [...group.querySelectorAll("[data-line]")];
    for (const line of lines) {
      const text = `${plain(line.querySelector("legend").textContent)} ${heading}`;
      line.hidden = !wanted.every((word) => text.includes(word));
    }
    group.hidden = lines.every((line) => line.hidden);
    group.querySelector("[data-rest]").hidden = lines.some((line) => line.hidden); // it would speak for who is not seen
  }
  const said = form.querySelector("[data-group]:not([hidden])") ? "" : none.dataset.none;
  if (none.textContent !== said) none.textContent = said; // told once, not with every letter
}

function startSearch() {
  const box = document.querySelector("[data-search]");
  if (!box || new URLSearchParams(location.search).has("zoek")) return;
  const field = box.querySelector("input[type=search]");
  const none = box.querySelector("[data-none]");
  const look = async () => {
    await allNames();
    filter(field, none);
  };
  box.querySelector("button").hidden = true;
  box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", look);
  if (field.value) look();
}

// Leaving

// The boxes as they are kept, and not as they were when the page was made: what was ticked here and taken back elsewhere
// since is no news when the whole form goes.
function tellBoxes() {
  for (const kind of ["dicht", "zo"]) {
    for (const was of inputs(`was_${kind}`)) was.remove();
    for (const box of inputs(kind)) {
      if (!before.get(fieldOf(box))) continue;
      const was = form.appendChild(document.createElement("input"));
      Object.assign(was, { type: "hidden", name: `was_${kind}`, value: box.value });
    }
  }
}

async function submit(event) {
  tellBoxes();
  const { submitter } = event;
  const unseen = submitter?.closest("[data-plain]"); // Enter on a name: it was saved already
  if (leaving || !(unseen || Object.keys(waiting).length)) return;
  event.preventDefault();
  const sent = await send();
  if (unseen || (!sent && !refused)) return; // what waits, waits here; the bar says so
  leaving = true;
  form.requestSubmit(submitter); // what was refused: the page that follows says it, with all that was typed
}

function start() {
  remember(form);
  for (const each of document.querySelectorAll("[data-plain]")) hide(each);
  count();
  startSearch();
  form.addEventListener("change", tapped);
  form.addEventListener("submit", submit);
  document.querySelector("[data-left-out] a")?.addEventListener("click", async (event) => {
    event.preventDefault();
    const last = form.querySelector("[data-names]").lastElementChild;
    await allNames();
    if (others === null) location.assign(event.target.href);
    else goTo(last.nextElementSibling); // the link is gone: one goes on where the new names begin
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", send); // coming back, and going away: phones may not say more
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  // Should it not arrive: it waits in this browser, and twice is once.
  window.addEventListener("pagehide", () => Object.keys(waiting).length && post().catch(() => {}));
  recall();
}

start();

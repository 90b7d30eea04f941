// Moving guests by hand: drag a name onto a table or another name, or pick it up with the space bar and walk on with the
// arrows. What it costs is told before it is let go. Everything that can be done here can be done on the guest's own page:
// its forms, with the price of every choice in them, are what this file reads and sends.
const plan = document.querySelector("[data-seating]");
const bar = plan.querySelector("[data-says]"); // seen, and announced
const words = bar.dataset;
const links = [...plan.querySelectorAll("[data-guest] > a")];
const pages = new Map(); // by address: a promise of the forms on it
let carried = null; // the item of the list that is under way

const itemOf = (link) => link.closest("[data-guest]");
const linkOf = (item) => item.querySelector("a");
const nameOf = (item) => linkOf(item).textContent.trim();
const tableOf = (item) => item.closest("[data-table]");
const about = (sentence) => sentence.replace("{name}", nameOf(carried));

async function read(address) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { table: page.querySelector("form[data-to=table]"), guest: page.querySelector("form[data-to=guest]") };
}

function formsOf(item) {
  const address = linkOf(item).href;
  if (!pages.has(address)) pages.set(address, read(address).catch(() => ({})));
  return pages.get(address);
}

// A guest to change places with, or a table to join; null for what is neither, or where the guest sits already.
function targetOf(element) {
  const guest = element?.closest("[data-guest]");
  const table = element?.closest("[data-table]");
  return !table || table === tableOf(carried) ? null : (guest ?? table);
}

// The form that does it, filled in; null when it cannot be done.
async function wayTo(target) {
  const kind = target.dataset.guest ? "guest" : "table";
  const form = (await formsOf(carried))[kind];
  const option = form?.querySelector(`option[value="${target.dataset[kind]}"]`);
  if (!option) return null;
  form.querySelector("select").value = option.value;
  return { form, option };
}

let shown = null;

async function show(target) {
  if (target === shown) return;
  shown?.classList.remove("is-target");
  shown = target;
  if (!target) return (bar.textContent = about(words.carried));
  target.classList.add("is-target");
  const way = await wayTo(target);
  if (shown === target) bar.textContent = way ? way.option.textContent.trim() : words.impossible;
}

function pickUp(item) {
  carried = item;
  item.classList.add("is-carried");
  formsOf(item);
  bar.textContent = about(words.carried);
}

function putDown(sentence = "") {
  carried?.classList.remove("is-carried");
  shown?.classList.remove("is-target");
  bar.textContent = sentence;
  carried = shown = null;
}

async function drop(target) {
  const way = target && (await wayTo(target));
  if (!way || way.option.disabled) return putDown(target ? (way?.option.textContent.trim() ?? words.impossible) : words.back);
  document.adoptNode(way.form).hidden = true;
  document.body.append(way.form);
  way.form.submit();
}

// By mouse.

plan.addEventListener("dragstart", (event) => {
  const item = event.target.closest?.("[data-guest]");
  if (!item) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(item));
  pickUp(item);
});

plan.addEventListener("dragover", (event) => {
  if (!carried) return;
  const target = targetOf(event.target);
  show(target);
  if (!target) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
});

plan.addEventListener("drop", (event) => {
  if (!carried) return;
  event.preventDefault();
  drop(targetOf(event.target));
});

plan.addEventListener("dragend", (event) => {
  if (carried && event.dataTransfer.dropEffect === "none") putDown(words.back);
});

// By keyboard. One name takes part in the order of Tab; the arrows walk on from there.

const KEYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const ACROSS = ["ArrowLeft", "ArrowRight"]; // from table to table

function stopAt(link) {
  for (const other of links) other.tabIndex = other === link ? 0 : -1;
  link.focus();
}

// Every table and every other guest at it, as one meets them.
function stops() {
  const elsewhere = [...plan.querySelectorAll("[data-table]")].filter((table) => table !== tableOf(carried));
  return elsewhere.flatMap((table) => [table, ...table.querySelectorAll("[data-guest]")]);
}

function walk(key) {
  const all = stops().filter((stop) => !ACROSS.includes(key) || stop.dataset.table || stop === shown);
  const here = all.indexOf(shown);
  const next = here < 0 ? (KEYS[key] > 0 ? 0 : all.length - 1) : (here + KEYS[key] + all.length) % all.length;
  const target = all[next];
  if (!target) return;
  show(target);
  (target.dataset.guest ? linkOf(target) : target.querySelector("[tabindex]")).focus();
}

function carryOn(event) {
  if (event.key in KEYS) walk(event.key);
  else if (event.key === "Enter" || event.key === " ") drop(shown);
  else if (event.key === "Escape") {
    const from = linkOf(carried);
    putDown(words.back);
    from.focus();
  } else return;
  event.preventDefault();
}

plan.addEventListener("keydown", (event) => {
  if (carried) return carryOn(event);
  const here = links.indexOf(event.target);
  if (here < 0) return;
  if (event.key === " ") pickUp(itemOf(event.target));
  else if (event.key in KEYS) stopAt(links[(here + KEYS[event.key] + links.length) % links.length]);
  else return;
  event.preventDefault();
});

for (const link of links) {
  link.tabIndex = link === links[0] ? 0 : -1;
  link.draggable = false; // the whole item is, not its address
  itemOf(link).draggable = true;
}
plan.querySelector("[data-how]").hidden = false;

// When the search for a better plan ends, the seats below it are of before; whoever carries a name is left in peace.
const search = document.querySelector("[data-progress]");
new MutationObserver(() => {
  if (search.dataset.progress !== "more" && !carried) location.reload();
}).observe(search, { attributeFilter: ["data-progress"] });

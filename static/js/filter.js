// Finds a guest while one types. Without this file the button asks the server.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const form of document.querySelectorAll("form[data-filter]")) {
  const field = form.querySelector("input[type=search]");
  const none = document.querySelector("[data-filter-none]");
  const words = (row) => [...row.querySelectorAll("strong, .muted")].map((part) => plain(part.textContent)).join(" ");
  const rows = [...document.querySelectorAll("[data-filtered] > li")].map((row) => [row, words(row)]);

  const filter = () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !wanted.every((word) => text.includes(word));
    none.textContent = rows.some(([row]) => !row.hidden) ? "" : none.dataset.filterNone;
  };

  form.querySelector("button").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", filter);
  if (rows.length) filter();
}

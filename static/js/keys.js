// One key for each row of a sheet, and the next row comes by itself. Without this file each row is a small field.
for (const form of document.querySelectorAll("form[data-keys]")) {
  const fields = [...form.querySelectorAll("input[data-key]")];
  const trouble = form.querySelector("[data-key-trouble]");
  const save = form.querySelector("button:not([type=button])");

  // In the middle: the eyes stay where they are while the rows move by.
  const go = (field) => {
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
    field.select?.();
  };

  const settle = (field) => {
    field.removeAttribute("aria-invalid");
    trouble.textContent = "";
  };

  const forward = (field) => {
    settle(field);
    go(fields[fields.indexOf(field) + 1] ?? save);
  };

  const back = (field) => go(fields[Math.max(fields.indexOf(field) - 1, 0)]);

  // Behind the last row of a block stands the field that closes it.
  const endOf = (field) => field.closest("fieldset").querySelector("input[data-key=end]");

  const fill = (field, key) => {
    field.value = key;
    forward(field);
  };

  const refuse = (field) => {
    field.setAttribute("aria-invalid", "true");
    trouble.textContent = trouble.dataset[field.dataset.key];
  };

  const take = (field, key) => {
    if (key === "n" && endOf(field)) fill(endOf(field), key);
    else if (field.dataset.key === "row" && "01234x".includes(key)) fill(field, key);
    else refuse(field);
  };

  const steps = {
    " ": forward,
    Enter: forward,
    ArrowDown: forward,
    ArrowUp: back,
    Backspace: (field) => (field.value ? (field.value = "") : back(field)),
  };

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!fields.includes(field) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in steps) steps[event.key](field);
    else if (event.key.length === 1) take(field, event.key.toLowerCase());
    else return;
    event.preventDefault();
  });

  // Keyboards on a screen tell no keys: there the letter itself is read.
  form.addEventListener("input", (event) => {
    const field = event.target;
    const key = field.value.trim().toLowerCase();
    field.value = "";
    if (fields.includes(field) && key) take(field, key);
  });

  // A key that was refused was not typed: left with Tab or back, the row is as good as before.
  form.addEventListener("focusout", (event) => {
    if (trouble.textContent && fields.includes(event.target)) settle(event.target);
  });

  // Sixty answers are not lost by a slip of the mouse.
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  window.addEventListener("beforeunload", (event) => {
    if (!sent && fields.some((field) => field.value)) event.preventDefault();
  });

  document.querySelector("[data-with-keys]").hidden = false;
  if (fields.length && !document.querySelector(".error-summary")) fields[0].focus({ preventScroll: true });
}

// Minus and plus beside a number. Without this file it is an ordinary field, and the buttons are not there.
const MOST = 999;

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const field = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("button[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const typed = field.value.trim();
      // An empty field has no answer yet: the first tap says 0 or 1.
      const next = (/^\d+$/.test(typed) ? Number(typed) : 0) + Number(button.dataset.step);
      field.value = String(Math.min(Math.max(next, 0), MOST));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

// Mail on its way: looks again every few seconds and ends by itself. Without this file the page reloads as a whole.
const WAIT = 3000; // milliseconds
const shown = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = page.querySelector("[data-progress]");
    if (!newer) return window.location.reload(); // logged out, or nothing left to show
    if (newer.innerHTML !== shown.innerHTML) shown.innerHTML = newer.innerHTML;
    shown.dataset.progress = newer.dataset.progress;
  } catch {
    // No network for a moment: the next look tries again.
  }
  if (shown.dataset.progress === "more") setTimeout(look, WAIT);
}

setTimeout(look, WAIT);

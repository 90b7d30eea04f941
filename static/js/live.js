// Figures that change while one looks at them: looks again now and then, as long as the page is in sight.
const WAIT = 20000; // milliseconds
const parts = () => document.querySelectorAll("[data-live]");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(window.location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const shown of parts()) {
      const newer = page.getElementById(shown.id);
      const busy = shown.contains(document.activeElement); // somebody types or tabs here: nothing moves
      if (newer && !busy && newer.innerHTML !== shown.innerHTML) shown.innerHTML = newer.innerHTML;
    }
  } catch {
    // No network for a moment: the next look tries again.
  }
}

if (parts().length) setInterval(look, WAIT);

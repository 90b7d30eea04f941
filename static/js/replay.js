// The time slider of the network: people stay, lines come and go. Without this script the newest moment stands there.
const STEP = 1600; // milliseconds a moment stays while playing
const LINES = { unknown: 0, known: 1, new: 2 }; // the figure's first traces

function replay(controls) {
  const element = document.getElementById(controls.dataset.replay);
  const story = JSON.parse(document.querySelector(`[data-replay-for="${element.id}"]`).textContent);
  const figure = element.closest("figure");
  const slider = controls.querySelector("input");
  const output = controls.querySelector("output");
  const button = controls.querySelector("[data-replay-play]");
  const words = { play: button.textContent, pause: button.dataset.pause };
  const last = story.moments.length - 1;
  let timer = null;

  const at = (lines, moment) => lines.filter(([, , first, until]) => first <= moment && moment < until);
  const path = (lines, places) => lines.flatMap(([a, b]) => [places[a], places[b], null]);

  function show() {
    const moment = Number(slider.value);
    const known = at(story.known, moment);
    const drawn = [at(story.unknown, moment), known, known.filter(([, , first]) => first > 0 && first === moment)];
    Plotly.restyle(
      element,
      { x: drawn.map((lines) => path(lines, story.x)), y: drawn.map((lines) => path(lines, story.y)) },
      Object.values(LINES),
    );
    figure.querySelector(".figure-title").textContent = story.titles[moment];
    figure.querySelector("figcaption").textContent = story.captions[moment];
    slider.setAttribute("aria-valuetext", story.moments[moment]);
    output.textContent = story.moments[moment];
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    button.textContent = words.play;
  }

  function step() {
    slider.value = Number(slider.value) + 1;
    show();
    if (Number(slider.value) === last) pause();
  }

  function play() {
    if (Number(slider.value) === last) {
      slider.value = 0;
      show();
    }
    button.textContent = words.pause;
    timer = setInterval(step, STEP);
  }

  button.addEventListener("click", () => (timer ? pause() : play()));
  slider.addEventListener("input", () => {
    pause();
    show();
  });
  // figure.js draws anew in the other colours, and then shows the newest moment.
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  slider.setAttribute("aria-valuetext", story.moments[last]);
  output.textContent = story.moments[last];
  controls.hidden = last === 0;
}

document.querySelectorAll("[data-replay]").forEach(replay);

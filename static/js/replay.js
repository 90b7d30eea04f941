// The network in time: people stay, lines come and go on a canvas under them. Without this script the chart shows the
// people, and the table their lines.
import { crowd } from "./crowd.js";
import { read } from "./story.js";
import { drawThreads, surface, threadTraces, viewOf } from "./threads.js";

const STEP = 1600; // milliseconds a moment stays while playing
const CLOSER = 0.7; // a step of zooming
const UNHEARD = 0.45; // opacity of who was not heard

function replay(controls) {
  const element = document.getElementById(controls.dataset.replay);
  const parts = (name) => JSON.parse(document.querySelector(`[data-${name}-for="${element.id}"]`).textContent);
  const chart = parts("figure");
  const story = read(parts("replay"));
  const figure = element.closest("figure");
  const slider = controls.querySelector("input");
  const output = controls.querySelector("output");
  const button = controls.querySelector("[data-replay-play]");
  const words = { play: button.textContent, pause: button.dataset.pause };
  const last = story.moments.length - 1;
  const canvas = surface(element);
  const people = story.crowd && crowd(element, story);
  let moment = last;
  let timer = null;

  function draw(moved) {
    const view = viewOf(element, moved);
    const pen = drawThreads(canvas, story, moment, view);
    if (people) people.draw(pen, view, moment);
  }

  // Who was not heard by now is pale. The marks are touched by themselves: asking the chart costs a second.
  function pale() {
    const layers = element.querySelectorAll(".scatterlayer .trace");
    chart.data.forEach(({ customdata }, k) => {
      const marks = layers[k]?.querySelectorAll(".points path") ?? [];
      marks.forEach((mark, i) => mark.classList.toggle("is-unheard", !story.heardAt(moment, customdata[i])));
    });
  }

  function tell() {
    figure.querySelector(".figure-title").textContent = story.titles[moment];
    figure.querySelector("figcaption").textContent = story.captions[moment];
    const name = [story.moments[moment], story.answered[moment]].filter(Boolean).join(" · ");
    slider.setAttribute("aria-valuetext", name);
    output.textContent = name;
  }

  function show() {
    moment = Number(slider.value);
    draw();
    if (!people) pale();
    tell();
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    button.textContent = words.play;
  }

  function step() {
    slider.value = Number(slider.value) + 1;
    show();
    if (moment === last) pause();
  }

  function play() {
    if (moment === last) {
      slider.value = 0;
      show();
    }
    button.textContent = words.pause;
    timer = setInterval(step, STEP);
  }

  function zoom(factor) {
    const around = ({ range: [from, to] }) => {
      const middle = (from + to) / 2;
      return [middle + (from - middle) * factor, middle + (to - middle) * factor];
    };
    const { xaxis, yaxis } = factor ? element.layout : chart.layout;
    const ranges = factor ? [around(xaxis), around(yaxis)] : [[...xaxis.range], [...yaxis.range]];
    Plotly.relayout(element, { "xaxis.range": ranges[0], "yaxis.range": ranges[1] });
  }

  function open(person) {
    const label = story.labels[person]; // a group has none
    if (!label) return;
    const address = new URL(story.person.replace("~", encodeURIComponent(label)), location.href);
    if (moment !== last) address.searchParams.set("moment", moment);
    location.assign(address);
  }

  // figure.js draws anew in the other colours, and then the chart has forgotten who listens.
  function listen() {
    element.on("plotly_afterplot", () => {
      draw();
      if (!people) pale();
    });
    element.on("plotly_relayouting", draw);
    element.on("plotly_click", ({ points: [point] }) => open(point.customdata));
    show();
  }

  function exported() {
    const seen = ["xaxis", "yaxis"].map((name) => [name, { ...chart.layout[name], range: element.layout[name].range }]);
    const marks = (people ? story.crowd : chart.data).map((trace) => ({
      ...trace,
      marker: {
        ...trace.marker,
        opacity: trace.customdata.map((person) => (story.heardAt(moment, person) ? 1 : UNHEARD)),
      },
    }));
    return {
      data: [...threadTraces(story, moment), ...marks],
      layout: { ...chart.layout, ...Object.fromEntries(seen) },
    };
  }

  button.addEventListener("click", () => (timer ? pause() : play()));
  slider.addEventListener("input", () => {
    pause();
    show();
  });
  for (const one of controls.querySelectorAll("[data-zoom]")) {
    one.addEventListener("click", () => zoom({ in: CLOSER, out: 1 / CLOSER }[one.dataset.zoom]));
  }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listen);
  window.matchMedia("(forced-colors: active)").addEventListener("change", show);
  if (people) people.onOpen(open, () => viewOf(element));
  element.kapstokExport = exported;
  controls.hidden = false;
  controls.querySelector("[data-replay-time]").hidden = last === 0;
  listen();
}

document.querySelectorAll("[data-replay]").forEach(replay);

// Draws the lines of one moment on a canvas under the people of a chart, and follows the chart when it moves.
import { each, eachNew } from "./story.js";

const FEW = 1500; // with more lines than this they are drawn thinner, unless one looks from nearby
const THINNEST = 0.12;
const DASH = [5, 4];

// Where the chart puts a place: from its margins, which hold still, and from the ranges of its axes.
export function viewOf(element, moved = {}) {
  const { margin, xaxis, yaxis } = element.layout;
  const range = (axis, name) => [0, 1].map((end) => moved[`${name}.range[${end}]`] ?? axis.range[end]);
  const [left, right] = range(xaxis, "xaxis");
  const [bottom, top] = range(yaxis, "yaxis");
  const width = element.clientWidth - margin.l - margin.r;
  const height = element.clientHeight - margin.t - margin.b;
  return {
    across: width / (right - left),
    down: height / (top - bottom),
    x: (place) => margin.l + ((place - left) / (right - left)) * width,
    y: (place) => margin.t + ((top - place) / (top - bottom)) * height,
  };
}

export function surface(element) {
  const canvas = document.createElement("canvas");
  canvas.className = "threads";
  canvas.setAttribute("aria-hidden", "true");
  element.classList.add("has-threads");
  element.prepend(canvas);
  return canvas;
}

// A clean pen, in CSS pixels, on a canvas as large as the chart and as sharp as the screen.
export function clean(canvas) {
  const sharp = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) => Math.round(side * sharp));
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d");
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  return pen;
}

const widthOf = (story, moment, zoom = 1) =>
  Math.min(1, Math.max(THINNEST, zoom * Math.sqrt(FEW / story.known.begun[moment])));

export function drawThreads(canvas, story, moment, view) {
  const pen = clean(canvas);
  const look = getComputedStyle(canvas);
  const x = story.x.map(view.x);
  const y = story.y.map(view.y);
  const stroke = (walk, colour, width) => {
    pen.strokeStyle = look.getPropertyValue(colour).trim();
    pen.lineWidth = width;
    pen.beginPath();
    walk((a, b) => {
      pen.moveTo(x[a], y[a]);
      pen.lineTo(x[b], y[b]);
    });
    pen.stroke();
  };
  const thin = widthOf(story, moment, (view.across * story.size[0]) / canvas.clientWidth);
  pen.setLineDash(DASH);
  stroke((draw) => each(story.unknown, moment, draw), "--thread", thin);
  pen.setLineDash([]);
  stroke((draw) => each(story.known, moment, draw), "--thread", thin);
  stroke((draw) => eachNew(story.known, moment, draw), "--thread-new", 2 * thin);
  return pen;
}

// The same lines as a chart's own, for a picture that is saved.
export function threadTraces(story, moment) {
  const trace = (walk, line) => {
    const [x, y] = [[], []];
    walk((a, b) => {
      x.push(story.x[a], story.x[b], null);
      y.push(story.y[a], story.y[b], null);
    });
    return { type: "scatter", mode: "lines", x, y, line, hoverinfo: "skip" };
  };
  const thin = widthOf(story, moment);
  const pale = "var(--kapstok-unknown)";
  return [
    trace((draw) => each(story.unknown, moment, draw), { color: pale, width: thin, dash: "dash" }),
    trace((draw) => each(story.known, moment, draw), { color: pale, width: thin }),
    trace((draw) => eachNew(story.known, moment, draw), { color: "var(--kapstok-accent)", width: 2 * thin }),
  ];
}

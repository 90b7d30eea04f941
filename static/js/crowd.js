// People on the canvas, in a network too large for a mark each in the chart: the same colours and shapes, a name beside
// the pointer, and a click that opens a person.
const NEAR = 14; // pixels around the pointer
const SLIP = 4; // pixels a hand may move during a click
const UNHEARD = 0.45;
const TURN = 2 * Math.PI;

// A mark of radius 1 around (0, 0).
function polygon(points, turned = 0) {
  const path = new Path2D();
  for (let k = 0; k < points.length; k++) {
    const angle = turned - TURN / 4 + (k * TURN) / points.length;
    path.lineTo(points[k] * Math.cos(angle), points[k] * Math.sin(angle));
  }
  path.closePath();
  return path;
}

function circle() {
  const path = new Path2D();
  path.arc(0, 0, 1, 0, TURN);
  return path;
}

function cross() {
  const path = new Path2D();
  path.rect(-1, -0.35, 2, 0.7);
  path.rect(-0.35, -1, 0.7, 2);
  return path;
}

const equal = (sides) => Array(sides).fill(1);
const SHAPES = {
  circle: circle(),
  square: polygon(equal(4), TURN / 8),
  "triangle-up": polygon(equal(3)),
  diamond: polygon(equal(4)),
  star: polygon([1, 0.45, 1, 0.45, 1, 0.45, 1, 0.45, 1, 0.45]),
  hexagon: polygon(equal(6)),
  cross: cross(),
  pentagon: polygon(equal(5)),
  "triangle-down": polygon(equal(3), TURN / 2),
};

export function crowd(element, story) {
  const label = document.createElement("p");
  label.className = "crowd-label";
  label.hidden = true;
  label.setAttribute("aria-hidden", "true");
  element.append(label);

  function draw(pen, view, moment) {
    const ink = getComputedStyle(element).color;
    const sharp = window.devicePixelRatio || 1;
    for (const { customdata, marker } of story.crowd) {
      const shape = SHAPES[marker.symbol] ?? SHAPES.circle;
      customdata.forEach((person, i) => {
        const radius = marker.size[i] / 2;
        const [x, y] = [view.x(story.x[person]), view.y(story.y[person])];
        pen.setTransform(sharp * radius, 0, 0, sharp * radius, sharp * x, sharp * y);
        pen.globalAlpha = story.heardAt(moment, person) ? 1 : UNHEARD;
        pen.fillStyle = marker.color;
        pen.fill(shape);
        pen.strokeStyle = ink;
        pen.lineWidth = 0.5 / radius;
        pen.stroke(shape);
      });
    }
    pen.globalAlpha = 1;
  }

  // The trace and the place in it of who stands nearest to the pointer, if anybody stands near.
  function nearest(event, view) {
    const box = element.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    let found = null;
    let best = NEAR;
    for (const trace of story.crowd) {
      trace.customdata.forEach((person, i) => {
        const far = Math.hypot(view.x(story.x[person]) - left, view.y(story.y[person]) - top);
        if (far < best) [found, best] = [{ person, text: trace.text[i], left, top }, far];
      });
    }
    return found;
  }

  function onOpen(open, viewNow) {
    let pressed = null;
    element.addEventListener("pointermove", (event) => {
      const found = event.buttons ? null : nearest(event, viewNow());
      label.hidden = !found;
      if (!found) return;
      label.replaceChildren(...found.text.split("<br>").flatMap((line) => [readable(line), document.createElement("br")]));
      label.style.left = `${found.left + 12}px`;
      label.style.top = `${found.top + 12}px`;
    });
    element.addEventListener("pointerleave", () => (label.hidden = true));
    element.addEventListener("pointerdown", (event) => (pressed = event), { capture: true });
    // While a button is down the chart lays a sheet over the page: the release does not reach the chart itself.
    document.addEventListener("pointerup", (event) => {
      const still = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < SLIP;
      const found = still ? nearest(event, viewNow()) : null;
      pressed = null;
      if (found) open(found.person);
    }, { capture: true });
  }

  return { draw, onOpen };
}

// The text of a line that was written for the chart, which reads &lt; and &amp; as signs.
const readable = (line) => line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// Saves a figure as a picture that stands by itself: with its title and what it rests on, and in the light colours.
const WIDTH = 1200;
const EDGE = 40;
const SHARPNESS = 2; // dots of a PNG for each of the drawing's
const FAMILY = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

// The tokens of the sheets as they are in light, also while the page is dark: what stands in no media query.
function lightColours() {
  const colours = {};
  for (const sheet of document.styleSheets) {
    for (const rule of [...sheet.cssRules].filter(({ selectorText }) => selectorText === ":root")) {
      for (const name of rule.style) colours[name] = rule.style.getPropertyValue(name).trim();
    }
  }
  return colours;
}

// A chart with each colour that was ``written`` as var(--…) looked up anew.
function inColours(value, written, colours) {
  if (typeof written === "string" && written.startsWith("var(--")) return colours[written.slice(4, -1)];
  if (Array.isArray(value)) return value.map((item, place) => inColours(item, written?.[place], colours));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, inColours(item, written?.[key], colours)]);
  return Object.fromEntries(entries);
}

function inLines(words, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  for (const word of words.trim().split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const escaped = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// A paragraph from ``top`` down, and where it ends.
function written(element, top, size, weight, colour) {
  const words = element?.textContent ?? "";
  if (!words.trim()) return { svg: "", end: top };
  const lines = inLines(words, `${weight} ${size}px ${FAMILY}`, WIDTH - 2 * EDGE);
  const step = size * 1.4;
  const spans = lines.map((line, k) => `<tspan x="${EDGE}" y="${top + size + k * step}">${escaped(line)}</tspan>`);
  const look = `font-family="${FAMILY}" font-size="${size}" font-weight="${weight}" fill="${colour}"`;
  return { svg: `<text ${look}>${spans.join("")}</text>`, end: top + lines.length * step };
}

async function asSvg(figure) {
  const element = figure.querySelector("[data-figure]");
  const made = element.kapstokExport?.(); // what the page draws beside the chart, as a chart
  const drawn = made ?? element;
  const chart = made ?? JSON.parse(figure.querySelector("[data-figure-for]").textContent);
  const colours = lightColours();
  const [ink, muted, paper] = ["ink", "muted", "surface"].map((name) => colours[`--kapstok-${name}`]);
  const size = { width: WIDTH - 2 * EDGE, height: Math.max(element.clientHeight, 240) };
  const drawing = await Plotly.toImage(
    {
      data: inColours(drawn.data, chart.data, colours),
      layout: inColours(drawn.layout, chart.layout, colours),
      config: { locale: document.documentElement.lang },
    },
    { format: "svg", imageDataOnly: true, ...size },
  );
  const title = written(figure.querySelector(".figure-title"), EDGE, 22, 600, ink);
  const plain = written(figure.querySelector(".figure-plain"), title.end + size.height + 24, 16, 400, ink);
  const caption = written(figure.querySelector("figcaption"), plain.end + 8, 14, 400, muted);
  const height = Math.ceil(caption.end + EDGE);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
    `<rect width="100%" height="100%" fill="${paper}"/>`,
    title.svg,
    drawing.replace("<svg ", `<svg x="${EDGE}" y="${title.end + 12}" `),
    plain.svg,
    caption.svg,
    "</svg>",
  ].join("");
  return { svg, height };
}

async function asPng({ svg, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH * SHARPNESS, height * SHARPNESS];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(button) {
  const figure = button.closest("figure");
  const picture = await asSvg(figure);
  const isSvg = button.dataset.save === "svg";
  const file = isSvg ? new Blob([picture.svg], { type: "image/svg+xml" }) : await asPng(picture);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${button.dataset.name}.${button.dataset.save}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const button of document.querySelectorAll("[data-save]")) {
  button.hidden = false;
  button.addEventListener("click", () => save(button));
}

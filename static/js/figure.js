// Draws every [data-figure] from the JSON beside it. Colours in the JSON may be written as var(--kapstok-…): they are
// looked up here, so that one figure holds in light and dark.
const language = document.documentElement.lang;
const styles = () => getComputedStyle(document.body);

function withColours(value, look) {
  if (typeof value === "string" && value.startsWith("var(--")) return look.getPropertyValue(value.slice(4, -1)).trim();
  if (Array.isArray(value)) return value.map((item) => withColours(item, look));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withColours(item, look)]));
}

function quietAxis(key, axis, look) {
  const line = look.getPropertyValue("--kapstok-line").trim();
  return { gridcolor: line, linecolor: line, zerolinecolor: line, showgrid: key.startsWith("y"), automargin: true, ...axis };
}

function houseLayout(layout, look) {
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const quiet = Object.fromEntries(["xaxis", "yaxis", ...axes].map((key) => [key, quietAxis(key, layout[key], look)]));
  return {
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    font: { family: look.fontFamily, size: 14, color: look.getPropertyValue("--kapstok-ink").trim() },
    margin: { l: 8, r: 8, t: 8, b: 8 },
    separators: language === "nl" ? ",." : ".,",
    ...layout,
    ...quiet,
  };
}

const DAYS = Array.from({ length: 7 }, (_, day) => new Date(2023, 0, day + 1)); // 1 January 2023 was a Sunday
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(2023, month, 1));

function registerLanguage() {
  const names = (dates, options) => dates.map((date) => new Intl.DateTimeFormat(language, options).format(date));
  Plotly.register({
    moduleType: "locale",
    name: language,
    dictionary: {},
    format: {
      days: names(DAYS, { weekday: "long" }),
      shortDays: names(DAYS, { weekday: "short" }),
      months: names(MONTHS, { month: "long" }),
      shortMonths: names(MONTHS, { month: "short" }),
      date: "%d-%m-%Y",
    },
  });
}

async function draw(element, chart) {
  const look = styles();
  const { data, layout = {}, frames, config } = withColours(chart, look);
  await Plotly.newPlot(element, {
    data,
    layout: houseLayout(layout, look),
    frames,
    config: { locale: language, displaylogo: false, displayModeBar: false, showSendToCloud: false, responsive: true, ...config },
  });
}

window.addEventListener("beforeprint", () => {
  for (const element of document.querySelectorAll("[data-figure]")) Plotly.Plots.resize(element);
});

registerLanguage();
const dark = window.matchMedia("(prefers-color-scheme: dark)");
for (const element of document.querySelectorAll("[data-figure]")) {
  const chart = JSON.parse(document.querySelector(`[data-figure-for="${element.id}"]`).textContent);
  draw(element, chart);
  dark.addEventListener("change", () => draw(element, chart));
}

// Draws every [data-figure] from the JSON beside it. Colours in the JSON may be written as var(--kapstok-…): they are
// looked up here, so that one figure holds in light and dark.
const language = document.documentElement.lang;
const config = { locale: language, displaylogo: false, displayModeBar: false, showSendToCloud: false, responsive: true };

function withColours(value, look) {
  if (typeof value === "string" && value.startsWith("var(--")) return look.getPropertyValue(value.slice(4, -1)).trim();
  if (Array.isArray(value)) return value.map((item) => withColours(item, look));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withColours(item, look)]));
}

function draw(element, chart) {
  const { data, layout } = withColours(chart, getComputedStyle(document.documentElement));
  return Plotly.newPlot(element, data, layout, config);
}

// The names of days and months; plotly's own file carries English ones only.
function registerLanguage() {
  const days = Array.from({ length: 7 }, (_, day) => new Date(2023, 0, day + 1)); // 1 January 2023 was a Sunday
  const months = Array.from({ length: 12 }, (_, month) => new Date(2023, month, 1));
  const names = (dates, options) => dates.map((date) => new Intl.DateTimeFormat(language, options).format(date));
  Plotly.register({
    moduleType: "locale",
    name: language,
    dictionary: {},
    format: {
      days: names(days, { weekday: "long" }),
      shortDays: names(days, { weekday: "short" }),
      months: names(months, { month: "long" }),
      shortMonths: names(months, { month: "short" }),
      date: "%d-%m-%Y",
    },
  });
}

const figures = () => document.querySelectorAll("[data-figure]");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

if (language !== "en") registerLanguage(); // naming a locale "en" would take away what plotly's own holds besides names
for (const element of figures()) {
  const chart = JSON.parse(document.querySelector(`[data-figure-for="${element.id}"]`).textContent);
  draw(element, chart);
  dark.addEventListener("change", () => draw(element, chart));
}
window.addEventListener("beforeprint", () => figures().forEach((element) => Plotly.Plots.resize(element)));

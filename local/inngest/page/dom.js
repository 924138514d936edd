const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
/** Relative times are written anew after so long, whether their data has changed or not. */
const agingMs = 10_000;
const shown = new Map();

export const find = (id) => document.getElementById(id);

export function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/** Relative, with the exact one on hover, in the reader's zone. */
export function makeTime(iso) {
  if (iso === null) return "–";
  const seconds = (Date.parse(iso) - Date.now()) / 1_000;
  const [unit, size] = units.find(([, one]) => Math.abs(seconds) >= one) ?? ["second", 1];
  const title = new Date(iso).toLocaleString();
  return make("time", { dateTime: iso, title }, relative.format(Math.round(seconds / size), unit));
}

export function formatAge(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${(seconds / 3_600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`;
}

/** A cell of figures; a bad one stands out as soon as it is not zero. */
export const number = (value, isBad = false) => ({
  content: value.toLocaleString("en"),
  className: isBad && value > 0 ? "number bad" : "number",
});

const unpack = (cell) => (cell?.content === undefined ? { content: cell, className: "" } : cell);

function makeCell(tag, cell, props) {
  const { content, className } = unpack(cell);
  const children = [content].flat().map((one) => (one instanceof Node ? one : String(one)));
  return make(tag, { className, ...props }, ...children);
}

/** A table; on a narrow screen each row becomes a card, whose cells carry the names of their columns. */
export function makeTable(caption, heads, rows, emptyText) {
  if (rows.length === 0) return make("p", { className: "empty" }, emptyText);
  const head = heads.map((cell) => makeCell("th", cell, { scope: "col", role: "columnheader" }));
  const body = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const node = makeCell(column === 0 ? "th" : "td", cell, { role: column === 0 ? "rowheader" : "cell" });
      if (column === 0) node.scope = "row";
      node.dataset.head = unpack(heads[column]).content;
      return node;
    });
    return make("tr", { role: "row" }, ...cells);
  });
  return make(
    "table",
    { role: "table", ariaLabel: caption },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)),
    make("tbody", { role: "rowgroup" }, ...body),
  );
}

/** A button that is known again by its key when its part of the page is built anew. */
export function makeButton(key, text, label, onClick) {
  const button = make("button", { type: "button", ariaLabel: label }, text);
  button.dataset.key = key;
  button.addEventListener("click", () => onClick(button));
  return button;
}

/** Builds a part anew when its data has changed. Focus stays on the same button; while one is pressed, nothing moves. */
export function show(id, data, build) {
  const key = JSON.stringify([data, Math.floor(Date.now() / agingMs)]);
  const part = find(id);
  if (shown.get(id) === key || part.matches(":active")) return;
  shown.set(id, key);
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  part.replaceChildren(...[build(data)].flat());
  if (focused === null) return;
  const again = [...part.querySelectorAll("[data-key]")].find((one) => one.dataset.key === focused.dataset.key);
  // Its row has gone: the next stop is the heading of the same section, not the top of the page.
  (again ?? part.closest("section").querySelector("h2")).focus();
}

// Makes the finished page lively: the reader's own time, arrivals without reload, search while typing, keys.
// Everything it does has a plain way without it.
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TYPING_PAUSE_MS = 150;

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

function describeMoment(moment) {
  const agoMs = Date.now() - moment.getTime();
  if (agoMs > -MINUTE_MS && agoMs < MINUTE_MS) return "now";
  if (agoMs > 0 && agoMs < 60 * MINUTE_MS) return `${Math.floor(agoMs / MINUTE_MS)} min`;
  if (moment.toDateString() === new Date().toDateString()) return time.format(moment);
  return agoMs > 0 && agoMs < 6 * DAY_MS ? weekday.format(moment) : day.format(moment);
}

function showTimes() {
  for (const element of document.querySelectorAll("time")) {
    const moment = new Date(element.dateTime);
    element.textContent = describeMoment(moment);
    element.title = exact.format(moment);
  }
}

const input = document.querySelector("input[name=q]");
const list = document.getElementById("list");
const readRows = () => [...list.querySelectorAll(".row")];

/** This page's address with what stands in the search field. */
function readAddress() {
  const address = new URL(location.href);
  if (input.value.trim() === "") address.searchParams.delete("q");
  else address.searchParams.set("q", input.value);
  return address;
}

/** What became of the open message, unless someone is about to press a button there. */
function renewFate(page) {
  const shown = document.getElementById("fate");
  const fresh = page.getElementById("fate");
  if (shown && fresh && shown.innerHTML !== fresh.innerHTML && !shown.contains(document.activeElement)) {
    shown.replaceChildren(...fresh.childNodes);
  }
}

/** Fetches the list for what stands in the search field and puts it in place of the shown one. */
let lastAsked = 0;
async function renewList() {
  lastAsked += 1;
  const asked = lastAsked;
  const response = await fetch(readAddress());
  if (asked !== lastAsked || !(response.headers.get("content-type") ?? "").startsWith("text/html")) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (asked !== lastAsked) return;
  const fresh = page.getElementById("list");
  const focused = document.activeElement?.closest?.(".row")?.getAttribute("href");
  const known = new Set(readRows().map((row) => row.pathname));
  const isArrival = fresh.dataset.revision !== list.dataset.revision;
  list.replaceChildren(...fresh.childNodes);
  list.dataset.revision = fresh.dataset.revision;
  renewFate(page);
  for (const row of readRows()) {
    if (isArrival && !known.has(row.pathname)) row.classList.add("is-new");
    if (row.getAttribute("href") === focused) row.focus({ preventScroll: true });
  }
  if (location.pathname === "/") {
    document.getElementById("pane").replaceChildren(...page.getElementById("pane").childNodes);
  }
  showTimes();
}

function followArrivals() {
  const stream = new EventSource("/api/stream");
  stream.addEventListener("change", (event) => {
    if (event.data !== list.dataset.revision) void renewList();
  });
}

let typing;
input.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    history.replaceState(null, "", readAddress());
    void renewList();
  }, TYPING_PAUSE_MS);
});

/** In the list the focus moves; on a message the next one opens. */
function step(by) {
  const rows = readRows();
  const focused = rows.indexOf(document.activeElement);
  const current = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const isReading = current !== -1 && focused === -1;
  const from = isReading ? current : focused;
  const next = rows[from === -1 ? 0 : from + by];
  if (!next) return;
  if (isReading) location.assign(next.href);
  else next.focus();
}

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("select")) return;
  if (event.target === input) {
    if (event.key === "ArrowDown") readRows()[0]?.focus();
    else if (event.key === "Escape") input.blur();
    else return;
  } else if (event.key === "/") input.select();
  else if (event.key === "j" || (event.key === "ArrowDown" && event.target.closest?.(".row"))) step(1);
  else if (event.key === "k" || (event.key === "ArrowUp" && event.target.closest?.(".row"))) step(-1);
  else if (/^[123]$/.test(event.key)) document.querySelectorAll(".views a")[Number(event.key) - 1]?.click();
  else if (event.key === "Escape") document.querySelector(".back")?.click();
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", pressKey);
document.querySelector(".row[aria-current]")?.scrollIntoView({ block: "nearest" });
setInterval(showTimes, MINUTE_MS / 2);
showTimes();
followArrivals();

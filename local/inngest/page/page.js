const refreshMs = 1_000;
const find = (id) => document.getElementById(id);
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const shown = new Map();

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/** Relative, with the exact one on hover, in the reader's zone. */
function makeTime(iso) {
  if (iso === null) return "–";
  const seconds = (Date.parse(iso) - Date.now()) / 1_000;
  const [unit, size] = units.find(([, one]) => Math.abs(seconds) >= one) ?? ["second", 1];
  const title = new Date(iso).toLocaleString();
  return make("time", { dateTime: iso, title }, relative.format(Math.round(seconds / size), unit));
}

function makeTable(heads, rows, emptyText) {
  if (rows.length === 0) return make("p", { className: "empty" }, emptyText);
  const makeCell = (tag, cell) => {
    const { content, className = "" } = cell?.content === undefined ? { content: cell } : cell;
    return make(tag, { className }, ...[content].flat().map((one) => (one instanceof Node ? one : String(one))));
  };
  const head = make("tr", {}, ...heads.map((cell) => Object.assign(makeCell("th", cell), { scope: "col" })));
  const body = rows.map((row) => make("tr", {}, ...row.map((cell) => makeCell("td", cell))));
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  return make("div", { className: "scroll", tabIndex: 0, role: "group" }, table);
}

/** Replaces a part only when its data has changed, so that focus and selection stay where they are. */
function show(id, data, build) {
  const key = JSON.stringify([data, Math.floor(Date.now() / 10_000)]);
  const part = find(id);
  if (shown.get(id) === key || (shown.has(id) && part.contains(document.activeElement))) return;
  shown.set(id, key);
  part.replaceChildren(...[build(data)].flat());
}

const number = (content, isBad = false) => ({ content, className: isBad && content > 0 ? "number bad" : "number" });
const numberHead = (content) => ({ content, className: "number" });

function formatAge(seconds) {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${Math.floor(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

function buildFigures({ queue, running, totals }) {
  const figures = [
    ["waiting to run", queue.depth],
    ["oldest", formatAge(queue.oldestAgeSec)],
    ["running", running],
    ["scheduled", queue.scheduled],
    ["completed", totals.completed],
    ["failed", totals.failed, true],
    ["expired", totals.expired, true],
    ["unmatched events", totals.unmatched, true],
  ];
  return figures.map(([name, value, isBad = false]) =>
    make("div", {}, make("dt", {}, name), make("dd", { className: isBad && value > 0 ? "bad" : "" }, String(value))),
  );
}

function listNotices({ isHalted, isPaused, apps, refused, unmatched, queue }) {
  return [
    ...(isHalted ? ["The event log can't be written: nothing runs until the server is restarted."] : []),
    ...(isPaused ? ["Paused: events and schedules are kept, nothing is called."] : []),
    ...apps
      .filter(({ failure }) => failure)
      .map(({ url, failure }) => `${url} does not answer (${failure}). Trying again.`),
    ...(queue.heldForApp > 0 ? [`${queue.heldForApp} calls wait for their app.`] : []),
    ...refused.map(({ id, reasons }) => `${id} is refused: ${reasons.join("; ")}.`),
    ...unmatched.map(({ name, count }) => `${count} × ${name}: no function listens to this event.`),
  ];
}

function makeReplay({ runId }) {
  const button = make("button", { type: "button", ariaLabel: `Replay ${runId}` }, "Replay");
  button.addEventListener("click", () => {
    button.disabled = true;
    replay(runId).then((text) => {
      find("replay-result").textContent = text;
      button.blur();
    });
  });
  return button;
}

async function replay(runId) {
  try {
    const response = await fetch(`/v1/runs/${runId}/replay`, { method: "POST" });
    const body = await response.json();
    return response.ok ? `Started again as run ${body.data.run_id}.` : body.error;
  } catch (error) {
    return `The server did not answer (${error.message}). Nothing was started.`;
  }
}

function buildFailures(failures) {
  const rows = failures.map((run) => [
    [run.functionId, make("small", {}, run.runId)],
    run.status,
    { content: run.error, className: "error" },
    makeTime(run.finishedAt),
    makeReplay(run),
  ]);
  return makeTable(["Function", "State", "Why", "When", "Again"], rows, "Nothing has failed in the last seven days.");
}

function buildRunning(running) {
  const rows = running.map(({ runId, functionId, attempt, since }) => [
    [functionId, make("small", {}, runId)],
    number(attempt + 1),
    makeTime(since),
  ]);
  return makeTable(["Function", numberHead("Attempt"), "Since"], rows, "Nothing is running.");
}

function buildFunctions(functions) {
  const rows = functions.map((one) => [
    [one.name, make("small", {}, one.triggers.join(" · "))],
    number(one.queued),
    number(one.running),
    number(one.completed),
    number(one.failed, true),
    number(one.expired, true),
    makeTime(one.lastFinishedAt),
  ]);
  const heads = ["Queued", "Running", "Completed", "Failed", "Expired"].map(numberHead);
  return makeTable(["Function", ...heads, "Last end"], rows, "No app has registered a function yet.");
}

function buildCron(functions) {
  const rows = functions.flatMap(({ name, cron }) =>
    cron.map((one) => [
      [name, make("small", {}, one.expression)],
      makeTime(one.lastTick),
      makeTime(one.nextTick),
      number(one.missed),
    ]),
  );
  return makeTable(["Schedule", "Last", "Next", numberHead("Missed")], rows, "No function runs on a schedule.");
}

function render(stats) {
  const notices = listNotices(stats);
  find("notices").hidden = notices.length === 0;
  const count = stats.functions.length;
  find("summary").textContent =
    `${count} ${count === 1 ? "function" : "functions"} of ${stats.apps.length} app${stats.apps.length === 1 ? "" : "s"}, live.`;
  show("figures", { ...stats, running: stats.running.length, at: "" }, buildFigures);
  show("notices", notices, (lines) => lines.map((line) => make("p", {}, line)));
  show("failures", stats.failures, buildFailures);
  show("running", stats.running, buildRunning);
  show("functions", stats.functions, buildFunctions);
  show("cron", stats.functions, buildCron);
}

async function refresh() {
  try {
    const response = await fetch("/stats");
    render(await response.json());
  } catch (error) {
    find("summary").textContent = `The server does not answer (${error.message}). What you see is from before.`;
  }
  setTimeout(refresh, document.hidden ? 10 * refreshMs : refreshMs);
}

refresh();

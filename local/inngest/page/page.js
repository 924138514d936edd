import { makeCancel, makeDrain, makePause, makeReplay } from "./actions.js";
import { find, formatAge, make, makeTable, makeTime, number, show } from "./dom.js";

const refreshMs = 1_000;
const hiddenRefreshMs = 10_000;
let timer;

const numberHead = (content) => ({ content, className: "number" });
const action = (button) => ({ content: button, className: "action" });
/** Names of the functions by their ids, from the newest answer. */
let names = new Map();
const nameOf = ({ functionId }) => names.get(functionId) ?? functionId;
const makeRunName = (run) => [nameOf(run), make("small", {}, run.runId)];
const actionHead = { content: "Action", className: "action" };

function buildFigures({ queue, running, throughput, totals }) {
  const figures = [
    ["waiting to run", queue.depth],
    ["oldest", formatAge(queue.oldestAgeSec)],
    ["running", running],
    ["scheduled", queue.scheduled],
    ["runs in the last minute", throughput.runs],
    ["steps in the last minute", throughput.steps],
    ["completed", totals.completed],
    ["failed", totals.failed, true],
    ["expired", totals.expired, true],
    ["unmatched events", totals.unmatched, true],
  ];
  return figures.map(([name, value, isBad = false]) =>
    make(
      "div",
      {},
      make("dt", {}, name),
      make("dd", { className: isBad && value > 0 ? "bad" : "" }, value.toLocaleString("en")),
    ),
  );
}

function listNotices({ isHalted, isDiskFull, isPaused, apps, refused, unmatched, queue }) {
  return [
    ...(isHalted ? ["The event log can't be written: nothing runs until the server is restarted."] : []),
    ...(isDiskFull ? ["The disk is full: new events are refused and nothing is called until there is room."] : []),
    ...(isPaused
      ? ["Paused: events and schedules are kept, nothing is called until you resume or the server restarts."]
      : []),
    ...apps
      .filter(({ failure, isDown }) => failure || isDown)
      .map(({ url, failure }) => `${url} does not answer${failure ? ` (${failure})` : ""}. Trying again.`),
    ...(queue.heldForApp > 0 ? [`${queue.heldForApp} calls wait for their app.`] : []),
    ...refused.map(({ id, reasons }) => `${id} is refused: ${reasons.join("; ")}.`),
    ...unmatched.map(({ name, count }) => `${count} × ${name}: no function listens to this event.`),
  ];
}

function buildFailures(failures) {
  const rows = failures.map((run) => [
    makeRunName(run),
    run.status,
    makeTime(run.finishedAt),
    { content: run.error, className: "error" },
    action(makeReplay(run)),
  ]);
  const heads = ["Function", "State", "When", "Why", actionHead];
  return makeTable("Failed and expired", heads, rows, "Nothing has failed in the last seven days.");
}

function buildRunning(running) {
  const rows = running.map((run) => [
    makeRunName(run),
    number(run.attempt + 1),
    makeTime(run.since),
    action(makeCancel(run, nameOf(run))),
  ]);
  const heads = ["Function", numberHead("Attempt"), "Since", actionHead];
  return makeTable("Running now", heads, rows, "Nothing is running.");
}

function buildWaiting({ waitingRuns, count }) {
  const rows = waitingRuns.map((run) => [
    makeRunName(run),
    makeTime(run.createdAt),
    run.nextAt === null ? "for an event" : makeTime(run.nextAt),
    action(makeCancel(run, nameOf(run))),
  ]);
  const table = makeTable("Waiting", ["Function", "Since", "Due", actionHead], rows, "No run waits.");
  const more = count - rows.length;
  return more <= 0 ? table : [table, make("p", { className: "empty" }, `And ${more.toLocaleString("en")} more.`)];
}

function buildFunctions(functions) {
  const rows = functions.map((one) => [
    [
      one.name,
      ...(one.isPaused ? [make("b", { className: "paused" }, "paused")] : []),
      make("small", {}, one.triggers.join(" · ")),
    ],
    number(one.queued),
    { content: one.oldestAgeSec === 0 ? "–" : formatAge(one.oldestAgeSec), className: "number" },
    number(one.running),
    number(one.completed),
    number(one.failed, true),
    number(one.expired, true),
    makeTime(one.lastFinishedAt),
    action(makePause(one)),
  ]);
  const [queued, oldest, ...rest] = ["Queued", "Oldest", "Running", "Completed", "Failed", "Expired"].map(numberHead);
  const heads = ["Function", queued, oldest, ...rest, "Last end", actionHead];
  return makeTable("Functions", heads, rows, "No app has registered a function yet.");
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
  const heads = ["Schedule", "Last", "Next", numberHead("Missed")];
  return makeTable("Schedules", heads, rows, "No function runs on a schedule.");
}

function render(stats) {
  const notices = listNotices(stats);
  const { functions, apps, failures, running, waitingRuns, isPaused } = stats;
  names = new Map(functions.map(({ id, name }) => [id, name]));
  find("notices").hidden = notices.length === 0;
  find("summary").textContent =
    `${functions.length} ${functions.length === 1 ? "function" : "functions"} of ${apps.length} app${apps.length === 1 ? "" : "s"}, live.`;
  show("drain", isPaused, makeDrain);
  show("figures", { ...stats, running: running.length, at: "" }, buildFigures);
  show("notices", notices, (lines) => lines.map((line) => make("p", {}, line)));
  show("failures", failures, buildFailures);
  show("running", running, buildRunning);
  show("waiting", { waitingRuns, count: functions.reduce((sum, { queued }) => sum + queued, 0) }, buildWaiting);
  show("functions", functions, buildFunctions);
  show("cron", functions, buildCron);
}

async function refresh() {
  clearTimeout(timer);
  try {
    const response = await fetch("/stats");
    const stats = await response.json();
    if (!response.ok) throw new Error(stats.error);
    render(stats);
  } catch (error) {
    find("summary").textContent = `The server does not answer (${error.message}). What you see is from before.`;
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, document.hidden ? hiddenRefreshMs : refreshMs);
}

document.addEventListener("changed", refresh);
refresh();

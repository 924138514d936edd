import { find, make, makeButton } from "./dom.js";

/** What came of the newest action stays so long, unless another comes. */
const resultMs = 12_000;
let hiding;

/** Says what an action did, and offers what takes it back. */
function tell(text, undo) {
  clearTimeout(hiding);
  find("result").replaceChildren(make("span", {}, text), ...(undo === undefined ? [] : [undo]));
  hiding = setTimeout(() => {
    if (!find("result").contains(document.activeElement)) find("result").replaceChildren();
  }, resultMs);
}

/** One change; while it is under way its button can't be pressed again, and keeps the focus. */
async function change(button, path, describe, makeUndo = () => undefined) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    const response = await fetch(path, { method: "POST" });
    const body = await response.json();
    tell(response.ok ? describe(body.data) : body.error, response.ok ? makeUndo(body.data) : undefined);
  } catch (error) {
    tell(`The server did not answer (${error.message}). Nothing was changed. Try again when it runs.`);
  } finally {
    button.ariaDisabled = "false";
    document.dispatchEvent(new Event("changed"));
  }
}

const startAgain = (button, runId) =>
  change(button, `/v1/runs/${runId}/replay`, ({ run_id: newId }) => `Started again as run ${newId}.`);

export const makeReplay = ({ runId }) =>
  makeButton(`replay ${runId}`, "Replay", `Replay ${runId}`, (button) => startAgain(button, runId));

export const makeCancel = ({ runId }, name) =>
  makeButton(`cancel ${runId}`, "Cancel", `Cancel ${runId}`, (button) =>
    change(
      button,
      `/v1/runs/${runId}/cancel`,
      () => `Cancelled a run of ${name}.`,
      () => makeButton("undo", "Start it again", `Replay ${runId}`, (undo) => startAgain(undo, runId)),
    ),
  );

export const makePause = ({ id, name, isPaused }) => {
  const [verb, path] = isPaused ? ["Resume", "resume"] : ["Pause", "pause"];
  return makeButton(`pause ${id}`, verb, `${verb} ${name}`, (button) =>
    change(button, `/v1/functions/${encodeURIComponent(id)}/${path}`, () =>
      isPaused ? `${name} is called again.` : `${name} is paused. Its events are kept, over restarts too.`,
    ),
  );
};

export const makeDrain = (isPaused) => {
  const text = isPaused ? "Resume all" : "Pause all";
  return makeButton("drain", text, text, (button) =>
    change(button, isPaused ? "/v1/resume" : "/v1/drain", ({ running }) =>
      isPaused
        ? "Work goes on."
        : `Nothing new is called. ${running} running ${running === 1 ? "call comes" : "calls come"} to an end.`,
    ),
  );
};

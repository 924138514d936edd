import { runLogCommand } from "./log/run";

/** `npm run log -- <command> <folder>`: looks at an event log, or repairs one. */
process.exitCode = await runLogCommand(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  isTerminal: process.stderr.isTTY,
});

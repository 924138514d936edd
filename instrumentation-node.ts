import { startProcess } from "./inngest/process";
import { endStalledReaders } from "./lib/http/end-stalled";
import { measureProcess } from "./lib/http/measure-process";
import { recordPeers } from "./lib/http/record-peers";

/** Starts what a server process does, or ends it: the framework would go on and answer every request with 500. */
export async function startOrExit(): Promise<void> {
  recordPeers();
  endStalledReaders();
  try {
    measureProcess();
    await startProcess();
  } catch (error) {
    process.stderr.write(`Segno does not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

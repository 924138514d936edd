/** Runs once when the server process starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { endStalledReaders } = await import("./lib/http/end-stalled");
  const { measureProcess } = await import("./lib/http/measure-process");
  const { recordPeers } = await import("./lib/http/record-peers");
  const { startProcess } = await import("./inngest/process");
  recordPeers();
  endStalledReaders();
  try {
    measureProcess();
    await startProcess();
  } catch (error) {
    // The framework would go on and answer every request with 500.
    process.stderr.write(`Segno does not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

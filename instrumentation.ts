/** Runs once when the server process starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { recordPeers } = await import("./lib/http/record-peers");
  const { startProcess } = await import("./inngest/process");
  recordPeers();
  startProcess();
}

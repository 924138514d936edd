/** Runs once when the server process starts, before the first request. */
export async function register(): Promise<void> {
  // Whatever only Node.js has is imported here: the framework looks at this file for its other runtime, too.
  if (process.env.NEXT_RUNTIME === "nodejs") await (await import("./instrumentation-node")).startOrExit();
}

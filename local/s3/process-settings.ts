/**
 * How a process that serves storage is started. It passes bytes on and keeps few objects: with V8's usual young generation
 * and one malloc arena a thread, a long upload leaves tens of megabytes lying about before anything is collected.
 */
export const storageProcess = {
  nodeArguments: ["--max-semi-space-size=1"],
  environment: { MALLOC_ARENA_MAX: "2" },
};

/**
 * How the server's process is started. V8 by itself lets the old generation grow to 512 MB before it looks for garbage there. A
 * server that takes bursts of events makes much garbage and keeps little of it, so it starts with less room, and with a young
 * generation that is collected often.
 */
export const queueProcess = {
  nodeArguments: ["--initial-old-space-size=64", "--max-semi-space-size=4"],
  environment: {},
};

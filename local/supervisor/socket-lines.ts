import type { Socket } from "node:net";
import { createInterface } from "node:readline";

/** What the other side says, line by line, until it hangs up, in whatever way. */
export async function* readLines(socket: Socket): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: socket });
  } catch (error) {
    // Killed instead of hanging up: the same to us.
    if (error !== socket.errored) throw error;
  }
}

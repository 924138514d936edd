import type { Writable } from "node:stream";

/** Results go to `out`, everything for people to `err`. */
export interface Streams {
  out: Writable;
  err: Writable;
  isTerminal: boolean;
}

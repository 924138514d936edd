/** A local stand-in that is listening: what the supervisor and the tests hold on to. */
export interface StandIn {
  /** Base URL without a trailing slash. */
  url: string;
  /** Stops listening, ends open connections, flushes what was acknowledged. Safe to call twice. */
  close(): Promise<void>;
}

/** A stand-in whose folder can be kept as it is for a moment, so that all parts are copied from one. */
export interface HeldStandIn extends StandIn {
  /**
   * Resolves when what was acknowledged stands in the folder. Then nothing there changes that an answer rests on, and what
   * would change it waits, until the function that it answers is called. Reads go on.
   */
  hold(): Promise<() => void>;
}

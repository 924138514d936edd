/** A local stand-in that is listening: what the supervisor and the tests hold on to. */
export interface StandIn {
  /** Base URL without a trailing slash. */
  url: string;
  /** Stops listening, ends open connections, flushes what was acknowledged. Safe to call twice. */
  close(): Promise<void>;
}

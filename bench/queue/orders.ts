export const keys = { eventKey: "bench-event-key", signingKey: `signkey-prod-${"5e".repeat(32)}` };

export interface AppOrder {
  port: number;
  serverUrl: string;
}

/** A call of the function `pickup` has begun. `atMs`: of the system's clock, with its fraction. */
export interface PickupMessage {
  n: number;
  atMs: number;
}

export function readClockMs(): number {
  return performance.timeOrigin + performance.now();
}

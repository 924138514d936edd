/** Why a part did not arrive: the store refused it, or it could not be reached (some stores refuse without saying so). */
export class PartError extends Error {
  override readonly name = "PartError";

  constructor(
    readonly status: number,
    /** Where it was sent, to find out why it did not arrive. */
    readonly target: { url: string; headers: Record<string, string> },
  ) {
    super(status === 0 ? "The storage could not be reached." : `The storage answered ${status}.`);
  }
}

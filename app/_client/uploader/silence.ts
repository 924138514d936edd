/** What takes part in sending a file was silent for too long. */
export class SilenceError extends Error {
  override readonly name = "SilenceError";
}

/** What `work` answers. @throws SilenceError when it answers nothing for so long; what it answers later is let go. */
export async function orSilence<T>(work: Promise<T>, withinMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilenceError("No answer.")), withinMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}

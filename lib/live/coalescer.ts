export interface Coalescer {
  /** Takes a piece of text; it is written soon. */
  add: (text: string) => void;
  /** Writes what is left. @throws what a write threw. */
  flush: () => Promise<void>;
  /** Forgets what was not written; resolves when nothing is being written any more. */
  drop: () => Promise<void>;
}

interface CoalescerOptions {
  everyMs: number;
  /** One at a time, in order; what it writes together is the text, each part once. */
  write: (text: string) => Promise<void>;
  /** A write failed; nothing more is written. */
  onFailure: (error: unknown) => void;
}

/**
 * Gathers a stream of text into few writes: the first at once, then what came within `everyMs`. No piece ends within a
 * character, also where the stream's own pieces do. A lone half of one, and NUL, which no database keeps, are replaced.
 */
export function createCoalescer({ everyMs, write, onFailure }: CoalescerOptions): Coalescer {
  let pending = "";
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let failure: { error: unknown } | null = null;

  const stopTimer = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const writeNow = (isLast: boolean): Promise<void> => {
    stopTimer();
    const { whole, rest } = isLast ? { whole: pending, rest: "" } : splitWhole(pending);
    pending = rest;
    if (whole === "" || failure) return Promise.resolve();
    lastAt = performance.now();
    writing = write(clean(whole)).then(
      () => {
        writing = null;
        schedule();
      },
      (error: unknown) => {
        writing = null;
        failure = { error };
        onFailure(error);
      },
    );
    return writing;
  };
  const throwFailure = () => {
    if (failure) throw failure.error;
  };
  const schedule = () => {
    if (timer || writing || failure || splitWhole(pending).whole === "") return;
    const waitMs = everyMs - (performance.now() - lastAt);
    if (waitMs <= 0) void writeNow(false);
    else timer = setTimeout(() => void writeNow(false), waitMs);
  };

  return {
    add(text) {
      pending += text;
      schedule();
    },
    async flush() {
      while (writing) await writing;
      await writeNow(true);
      stopTimer();
      throwFailure();
    },
    async drop() {
      pending = "";
      stopTimer();
      while (writing) await writing;
    },
  };
}

function splitWhole(text: string): { whole: string; rest: string } {
  const endsInHalf = /[\uD800-\uDBFF]$/.test(text);
  return endsInHalf ? { whole: text.slice(0, -1), rest: text.slice(-1) } : { whole: text, rest: "" };
}

const HALVES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function clean(text: string): string {
  return text.replace(HALVES, "\uFFFD").replaceAll("\0", "\uFFFD");
}

import { AppError } from "@/lib/core/errors";
import type { EventLog, NewEvent } from "@/lib/event-log/log";

interface Waiting {
  record: NewEvent;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** What a full disk is given to find room again, between two tries. */
const retryMs = 1_000;
const groupSize = 1_000;

/**
 * Appends records in the order in which they were given, as many in one go as have come. A disk without room keeps them
 * waiting, in that order, until there is room; any other failure is final.
 */
export class RecordWriter {
  #waiting: Waiting[] = [];
  #isWriting = false;
  #isClosing = false;
  #retry: { timer: NodeJS.Timeout; again: () => void } | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly onBlocked: (reason: string | null) => void,
  ) {}

  write(record: NewEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      void this.#pump();
    });
  }

  /** Gives up what could not be written: it was acknowledged to nobody. */
  close(): void {
    this.#isClosing = true;
    clearTimeout(this.#retry?.timer);
    this.#retry?.again();
  }

  async #pump(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, groupSize);
      try {
        await this.#append(group.map(({ record }) => record));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isWriting = false;
  }

  async #append(records: NewEvent[]): Promise<void> {
    for (let isBlocked = false; ; isBlocked = true) {
      try {
        await this.log.append(records);
        if (isBlocked) this.onBlocked(null);
        return;
      } catch (error) {
        const isFull = error instanceof AppError && error.reason === "log_write_failed";
        if (!isFull || this.#isClosing) throw error;
        if (!isBlocked) this.onBlocked(error.message);
        await this.#pause();
      }
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#retry = { timer: setTimeout(resolve, retryMs), again: resolve };
    });
  }
}

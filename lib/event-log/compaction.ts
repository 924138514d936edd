import { unlink } from "node:fs/promises";
import path from "node:path";
import type { StoredEvent } from "./event";
import { encodeLine, sliceBody } from "./format";
import { closeSegments, collectRun, createState, describeState, type LogState, readRun } from "./log-state";
import { draftManifest, nameSegment } from "./manifest";
import { SegmentFile } from "./segment";

/**
 * The kept events in segments of the next generation, with their old numbers and a new chain. Indexed lines never change, so
 * they are copied while others are appended behind them. Nothing counts until the manifest that names the copy is published.
 */
export class CompactedCopy {
  readonly next: LogState;
  /** Slots of the log before up to here are dealt with. */
  #doneSlots = 0;
  /** How many events it had when it was complete. */
  keptEvents = 0;

  private constructor(
    private readonly folder: string,
    private readonly before: LogState,
    private readonly maxSegmentBytes: number,
  ) {
    this.next = createState(before.generation + 1, before.lastSeq);
  }

  static async create(folder: string, before: LogState, maxSegmentBytes: number): Promise<CompactedCopy> {
    const copy = new CompactedCopy(folder, before, maxSegmentBytes);
    await copy.#addSegment();
    return copy;
  }

  /** How many events of the log before are not dealt with yet. */
  get left(): number {
    return this.before.index.size - this.#doneSlots;
  }

  /** Copies what `keep` wants of the events up to a slot. */
  async copyUpTo(endSlot: number, keep: (event: StoredEvent) => boolean): Promise<void> {
    while (this.#doneSlots < endSlot) {
      const run = collectRun(this.before.index, this.#doneSlots).slice(0, endSlot - this.#doneSlots);
      const kept = (await readRun(this.before, run)).filter(({ event }) => keep(event));
      await this.#copyLines(kept);
      this.#doneSlots += run.length;
    }
  }

  async sync(): Promise<void> {
    for (const segment of this.next.segments) if (segment.hasUnsynced) await segment.sync();
  }

  /** With nothing appended beside it: the rest, on the disk, and the draft of the manifest that names the copy. */
  async complete(): Promise<void> {
    await this.copyUpTo(this.before.index.size, () => true);
    this.next.lastSeq = this.before.lastSeq;
    await this.sync();
    this.keptEvents = this.next.index.size;
    await draftManifest(this.folder, describeState(this.next));
  }

  async #addSegment(): Promise<SegmentFile> {
    const { next } = this;
    const name = nameSegment(next.generation, next.segments.length + 1);
    const segment = await SegmentFile.create(this.folder, name, next.lastCrc);
    next.segments.push(segment);
    return segment;
  }

  /** @param lines of one run: few enough to be written at once. */
  async #copyLines(lines: { event: StoredEvent; bytes: Buffer }[]): Promise<void> {
    const { next } = this;
    let segment = next.segments.at(-1) ?? (await this.#addSegment());
    let waiting: Buffer[] = [];
    let waitingBytes = 0;
    for (const { event, bytes } of lines) {
      const end = segment.sizeBytes + waitingBytes;
      if (end > 0 && end + bytes.length > this.maxSegmentBytes) {
        await segment.write(Buffer.concat(waiting));
        waiting = [];
        waitingBytes = 0;
        segment = await this.#addSegment();
      }
      const line = encodeLine(event.seq, sliceBody(bytes), next.lastCrc);
      const place = { seq: event.seq, segment: next.segments.length - 1, length: line.bytes.length, crc: line.crc };
      next.index.add(event.id, { ...place, offset: segment.sizeBytes + waitingBytes });
      next.lastCrc = line.crc;
      waiting.push(line.bytes);
      waitingBytes += line.bytes.length;
    }
    await segment.write(Buffer.concat(waiting));
  }
}

/** Closes and removes the files of a generation that is not, or no longer, in force. */
export async function discardState(folder: string, state: LogState): Promise<void> {
  await closeSegments(state.segments);
  for (const segment of state.segments) await unlink(path.join(folder, segment.name));
}

import { AppError } from "@/lib/core/errors";
import type { AppendResult, Durability } from "./event";
import { encodeLine } from "./format";
import type { LogState } from "./log-state";

/** One call of `append`, already encoded, that waits for its turn. */
export interface WaitingAppend {
  events: { id: string; body: Buffer }[];
  durability: Durability;
  onDuplicate: "refuse" | "ignore";
  bytes: number;
  resolve: (result: AppendResult) => void;
  reject: (error: unknown) => void;
}

interface StagedEvent {
  id: string;
  seq: number;
  length: number;
  crc: number;
}

/** Calls that share one write and one sync: their lines in order, and what each call will be told if it works. */
export interface StagedGroup {
  bytes: Buffer;
  events: StagedEvent[];
  answers: { call: WaitingAppend; events: AppendResult["events"] }[];
  refusals: { call: WaitingAppend; error: AppError }[];
  needsSync: boolean;
}

const NO_BYTES = Buffer.alloc(0);

/** Gives numbers and chains checksums for a group without touching the log: a group that fails leaves no trace. */
export function stageGroup(state: LogState, calls: WaitingAppend[]): StagedGroup {
  const group: StagedGroup = { bytes: NO_BYTES, events: [], answers: [], refusals: [], needsSync: false };
  const seqs = new Map<string, number>();
  const lines: Buffer[] = [];
  let { lastSeq: seq, lastCrc: crc } = state;
  const findSeq = (id: string) => state.index.find(id)?.seq ?? seqs.get(id);
  for (const call of calls) {
    const duplicate = call.onDuplicate === "refuse" ? findDuplicate(call, findSeq) : undefined;
    if (duplicate !== undefined) {
      group.refusals.push({ call, error: refuseDuplicate(duplicate) });
      continue;
    }
    const answers: AppendResult["events"] = [];
    for (const { id, body } of call.events) {
      const known = call.onDuplicate === "ignore" ? findSeq(id) : undefined;
      answers.push({ id, seq: known ?? seq + 1, isDuplicate: known !== undefined });
      if (known !== undefined) continue;
      seq += 1;
      const line = encodeLine(seq, body, crc);
      crc = line.crc;
      seqs.set(id, seq);
      lines.push(line.bytes);
      group.events.push({ id, seq, length: line.bytes.length, crc });
    }
    group.answers.push({ call, events: answers });
    group.needsSync ||= call.durability === "fsync";
  }
  group.bytes = lines.length === 1 && lines[0] ? lines[0] : Buffer.concat(lines);
  return group;
}

function findDuplicate(call: WaitingAppend, findSeq: (id: string) => number | undefined): string | undefined {
  const own = new Set<string>();
  for (const { id } of call.events) {
    if (own.has(id) || findSeq(id) !== undefined) return id;
    own.add(id);
  }
  return undefined;
}

function refuseDuplicate(id: string): AppError {
  return new AppError("conflict", "duplicate_event", `An event with the id "${id}" is already kept.`, {
    fields: [{ field: "id", message: "Use a new id, or ask for duplicates to be ignored." }],
  });
}

/** Makes a written group visible in one step: readers see all of it or nothing. */
export function indexGroup(state: LogState, group: StagedGroup, startOffset: number): void {
  let offset = startOffset;
  for (const { id, seq, length, crc } of group.events) {
    state.index.add(id, { seq, segment: state.segments.length - 1, offset, length, crc });
    offset += length;
    state.lastSeq = seq;
    state.lastCrc = crc;
  }
}

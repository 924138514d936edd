import { type FileHandle, open } from "node:fs/promises";
import type { AppendResult, Durability, LogReport } from "../event";
import { encodeBody } from "../format";
import type { WaitingAppend } from "../group";
import { recoverLog } from "../recovery";
import { LogWriter } from "../writer";

/** The writer of a folder, past lock and queue, and what it reports from then on. */
export async function openWriter(
  folder: string,
  maxSegmentBytes = 10_000_000,
): Promise<{ writer: LogWriter; reports: LogReport[] }> {
  const reports: LogReport[] = [];
  const { state } = await recoverLog(folder, new Date(0), () => undefined);
  const onReport = (report: LogReport) => reports.push(report);
  return { writer: new LogWriter(state, { folder, maxSegmentBytes, onReport }), reports };
}

/** What all open files share: the place where a disk's refusal can be put in. */
export async function getFileMethods(folder: string): Promise<FileHandle> {
  const handle = await open(folder, "r");
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

/** A failure of the system. */
export function makeFailure(code: string): Error {
  return Object.assign(new Error(code), { code, errno: -5 });
}

/** Why a call was refused, or undefined when it was not. */
export function readReason(answer: PromiseSettledResult<unknown> | undefined): unknown {
  return answer?.status === "rejected" ? answer.reason : undefined;
}

export interface AskedAppend {
  ids: string[];
  /** How many characters of data each event has. */
  size?: number;
  durability?: Durability;
  onDuplicate?: "refuse" | "ignore";
}

const NOW = new Date("2026-01-02T03:04:05.000Z");

/** Writes calls as one group, past the queue. @returns what each of them was answered. */
export async function writeGroup(
  writer: LogWriter,
  ...asked: AskedAppend[]
): Promise<PromiseSettledResult<AppendResult>[]> {
  const calls: WaitingAppend[] = [];
  const answers = asked.map(
    ({ ids, size = 0, durability = "fsync", onDuplicate = "refuse" }) =>
      new Promise<AppendResult>((resolve, reject) => {
        const events = ids.map((id) => ({ id, body: encodeBody({ id, type: "noted", data: "x".repeat(size) }, NOW) }));
        calls.push({ events, durability, onDuplicate, bytes: 0, resolve, reject });
      }),
  );
  const settled = Promise.allSettled(answers);
  await writer.writeGroup(calls);
  return settled;
}

import { formatBytes } from "@/lib/core/format-bytes";
import { type Beat, isLiving, nameProcess } from "../../beating/rules";
import { countOf, describeDuration, indicate } from "../rules";
import type { Indicator } from "../schema";
import type { UnsentEvents } from "../work/schema";

/** Events may wait so long for a queue that is there. */
const BACKLOG_MS = 60_000;
const DISK_LOW = 0.1;
const DISK_TIGHT = 0.2;

/** What asking a part came to. */
export interface Look {
  isOk: boolean;
  detail: string;
}

export function judgeDatabase({ isOk, detail }: Look): Indicator {
  const cure = isOk ? null : "Check DATABASE_URL, and that PostgreSQL runs.";
  return indicate("database", "Database", isOk ? "green" : "red", { summary: detail, cure });
}

/** What this process found when it asked its storage. */
export interface StorageLook extends Look {
  /** It answers, and is another database's. */
  isOther: boolean;
}

/** Of this process alone: whether it can do its work does not hang on how another one is configured. */
export function judgeStorage({ isOk, detail }: StorageLook): Indicator {
  const cure = isOk ? null : "Check the S3_… settings, and that the bucket is there and these keys may write to it.";
  return indicate("storage", "Storage", isOk ? "green" : "red", { summary: detail, cure });
}

export function judgeQueue({ isOk, detail }: Look, address: string): Indicator {
  const cure = isOk ? null : "Check INNGEST_BASE_URL. Until the queue is back, work waits and nothing is lost.";
  return indicate("queue", "Queue", isOk ? "green" : "red", { summary: detail, evidence: [address], cure });
}

/** What was committed leaves for the queue. */
export function judgeOutbox(unsent: readonly UnsentEvents[], now: Date): Indicator {
  const count = unsent.reduce((sum, events) => sum + events.count, 0);
  const oldest = Math.min(...unsent.map(({ oldestAt }) => oldestAt.getTime()));
  const ageMs = count === 0 ? 0 : now.getTime() - oldest;
  const summary =
    count === 0
      ? "Nothing waits."
      : `${count} ${count === 1 ? "waits" : "wait"}, the oldest for ${describeDuration(ageMs)}.`;
  const evidence = unsent.map((one) => `${one.name}: ${countOf(one.count, "event")}`);
  if (ageMs < BACKLOG_MS) return indicate("outbox", "Outbox", "green", { summary, evidence });
  const cure = "Events wait for the queue. Check the queue, and the log for why sending fails.";
  return indicate("outbox", "Outbox", "red", { summary, evidence, cure });
}

export function judgeTools(ffmpegVersion: string | null): Indicator {
  if (ffmpegVersion !== null) return indicate("ffmpeg", "FFmpeg", "green", { summary: `Version ${ffmpegVersion}.` });
  const cure = "Install FFmpeg to take M4A files (AAC, ALAC) as well.";
  return indicate("ffmpeg", "FFmpeg", "amber", { summary: "FFmpeg is not installed.", cure });
}

/** What a stand-in of the queue says of its own log; null where the queue is another server. */
export interface LogLook {
  status: string;
  isPaused: boolean;
}

export function judgeLogs(look: LogLook | null): Indicator {
  const [id, title] = ["logs", "Log of the queue's stand-in"] as const;
  if (look === null)
    return indicate(id, title, "unknown", { summary: "Not here: the queue is another server, or does not answer." });
  const evidence = [`/health says “${look.status}”${look.isPaused ? ", and is paused" : ""}`];
  if (look.status === "ok") {
    const summary = look.isPaused ? "It is whole, and paused by hand." : "It is whole, and takes what comes.";
    return indicate(id, title, look.isPaused ? "amber" : "green", {
      summary,
      evidence,
      cure: look.isPaused ? "Press Resume on its page." : null,
    });
  }
  return indicate(id, title, "red", {
    summary: look.status === "halted" ? "It takes nothing more until it is started again." : "Its disk is full.",
    evidence,
    cure: "Free space on its disk, then restart. npm run log -- verify says whether the log is whole.",
  });
}

/** Room on the disk under each process's data folder. */
export function judgeDisk(beats: readonly Beat[], now: Date): Indicator {
  const [id, title] = ["disk", "Disk"] as const;
  const disks = beats.flatMap((beat) => {
    const { disk } = beat.facts;
    if (disk === null || disk.totalBytes === 0 || !isLiving(beat, now)) return [];
    return [{ ...disk, share: disk.freeBytes / disk.totalBytes, process: nameProcess(beat) }];
  });
  if (disks.length === 0) return indicate(id, title, "unknown", { summary: "Not here: no process has a data folder." });
  const least = Math.min(...disks.map(({ share }) => share));
  const evidence = disks.map(
    ({ process, folder, freeBytes, totalBytes }) =>
      `${process}: ${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free under ${folder}`,
  );
  const summary = `${Math.floor(least * 100)} % free.`;
  if (least >= DISK_TIGHT) return indicate(id, title, "green", { summary, evidence });
  const cure =
    "Free space, or move the data folder (SEGNO_DATA_DIR) to a larger disk. A full disk stops uploads and the queue.";
  const isLow = least < DISK_LOW;
  return indicate(id, title, isLow ? "red" : "amber", { summary, evidence, cure, alarms: isLow ? ["disk_low"] : [] });
}

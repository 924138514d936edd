import { estimateSecondsLeft } from "./rate";
import { isMoving, isOnItsWay, type UploadItem } from "./upload-item";
import { describeRate, describeSent } from "./words";

/** Waits for a person: nothing happens to it by itself. */
export function needsSomebody(item: UploadItem): boolean {
  return item.phase === "failed" || item.phase === "differs" || item.phase === "left";
}

/** What needs somebody comes first, the rest in its order. */
export function orderForTray(items: readonly UploadItem[]): UploadItem[] {
  return [...items.filter(needsSomebody), ...items.filter((item) => !needsSomebody(item))];
}

/** "2 need you", "12 of 200 there", "all there": all files in a few words. */
export function summarize(items: readonly UploadItem[]): string {
  const count = (isSo: (item: UploadItem) => boolean) => items.filter(isSo).length;
  const waiting = count(needsSomebody);
  if (waiting > 0) return `${waiting} ${waiting === 1 ? "needs" : "need"} you`;
  const done = count((item) => item.phase === "done");
  if (done === items.length) return "all there";
  const held = items.find((item) => item.phase === "held");
  if (held && !items.some(isMoving)) return "waiting for the line";
  if (!items.some(isOnItsWay) && items.some((item) => item.phase === "paused")) return "paused";
  return items.length > 1 ? `${done} of ${items.length} there` : "on its way";
}

export interface TrayProgress {
  /** 0 to 1. */
  share: number;
  sent: string;
  rate: string;
}

/** How far all files together are; null when there is but one, whose row says it, or nothing is on its way. */
export function measureTray(items: readonly UploadItem[]): TrayProgress | null {
  const counted = items.filter((item) => isOnItsWay(item) || item.phase === "done");
  if (counted.length < 2 || !counted.some(isOnItsWay)) return null;
  const sum = (read: (item: UploadItem) => number) => counted.reduce((total, item) => total + read(item), 0);
  const sizeBytes = sum((item) => item.sizeBytes);
  const sentBytes = sum((item) => (item.phase === "done" ? item.sizeBytes : item.sentBytes));
  const bytesPerSec = counted.some((item) => item.bytesPerSec !== null) ? sum((item) => item.bytesPerSec ?? 0) : null;
  return {
    share: sizeBytes === 0 ? 0 : sentBytes / sizeBytes,
    sent: describeSent(sentBytes, sizeBytes),
    rate: describeRate(bytesPerSec, estimateSecondsLeft(sizeBytes - sentBytes, bytesPerSec)),
  };
}

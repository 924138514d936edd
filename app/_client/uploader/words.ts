const MB = 1_000_000;
const GB = 1_000 * MB;

/** "84 of 124 MB" */
export function describeSent(sentBytes: number, sizeBytes: number): string {
  if (sizeBytes < MB) return `${Math.ceil(sentBytes / 1000)} of ${Math.ceil(sizeBytes / 1000)} KB`;
  if (sizeBytes >= GB) return `${(sentBytes / GB).toFixed(2)} of ${(sizeBytes / GB).toFixed(2)} GB`;
  const digits = sizeBytes < 10 * MB ? 1 : 0;
  return `${(sentBytes / MB).toFixed(digits)} of ${(sizeBytes / MB).toFixed(digits)} MB`;
}

/** "11.2 MB/s · 4 s left"; empty while nobody can tell. */
export function describeRate(bytesPerSec: number | null, secondsLeft: number | null): string {
  if (bytesPerSec === null || secondsLeft === null) return "";
  return `${(bytesPerSec / MB).toFixed(1)} MB/s · ${describeWait(secondsLeft)} left`;
}

function describeWait(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** A song's name from a file's: without its ending. */
export function songNameOf(fileName: string): string {
  const name = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, "").trim();
  return (name || fileName).slice(0, 200);
}

/** "1:05.250", "1:01:05.250": exact to the millisecond, in which notes are kept. */
export function formatClockTime(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const seconds = `${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}.${String(ms % 1000).padStart(3, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** "65.250". */
export function formatSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

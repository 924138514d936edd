const SMALL = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"] as const;

export function sayCount(count: number): string {
  return SMALL[count] ?? String(count);
}

/** "1:48", "1:02:05"; whole seconds, cut down as a player's clock shows them. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function formatRange(startSec: number, endSec: number | null): string {
  const start = formatTime(startSec);
  const end = endSec === null ? start : formatTime(endSec);
  return start === end ? start : `${start}–${end}`;
}

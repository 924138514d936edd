/** A place or a length in a sound: `79.43, 1` → "1:19.4", `3725` → "1:02:05". Cut, not rounded, so a clock never runs ahead. */
export function formatTime(sec: number, decimals: 0 | 1 | 2 | 3 = 0): string {
  const scale = 10 ** decimals;
  // The small nudge undoes binary dust such as 79.4 * 10 = 793.9999.
  const units = Math.max(0, Math.floor((Number.isFinite(sec) ? sec : 0) * scale + 1e-6));
  const whole = Math.floor(units / scale);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const seconds = String(whole % 60).padStart(2, "0");
  const fraction = decimals > 0 ? `.${String(units % scale).padStart(decimals, "0")}` : "";
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}${fraction}`
    : `${minutes}:${seconds}${fraction}`;
}

/** The same for a screen reader: "1 minute 19 seconds". */
export function speakTime(sec: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(sec) ? sec : 0));
  const parts = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ] as const;
  const spoken = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return spoken.length > 0 ? spoken.join(" ") : "0 seconds";
}

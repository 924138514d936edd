const UNITS = ["KB", "MB", "GB", "TB"] as const;

/** Bytes as people read them, to three figures: "12.3 MB" of 1000 kB each, as file managers and clouds count them. */
export function formatBytes(bytes: number): string {
  let value = bytes / 1000;
  let unit: string = UNITS[0];
  for (const larger of UNITS.slice(1)) {
    if (value <= 999) break;
    value /= 1000;
    unit = larger;
  }
  // Nothing but nothing is 0 KB.
  if (unit === "KB") return `${Math.ceil(value)} KB`;
  const digits = value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2;
  return `${Number(value.toFixed(digits)).toLocaleString("en")} ${unit}`;
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** A size as people read it, such as "1.4 GiB". */
export function formatBytes(sizeBytes: number): string {
  const power = sizeBytes < 1 ? 0 : Math.min(Math.floor(Math.log2(sizeBytes) / 10), UNITS.length - 1);
  return `${power === 0 ? sizeBytes : (sizeBytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}

/** One measured figure. `reference` is what it was compared to in the same run; `target` what it must hold. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  reference?: { name: string; value: number };
  /** "≥ 250" or "≤ 50" in the row's unit, or "≥ 0.6 ×" of the reference. */
  target: string;
}

export interface JudgedRow extends Row {
  ratio: number | null;
  holds: boolean;
}

export function judge(row: Row): JudgedRow {
  const [sign, limit, times] = row.target.split(" ");
  const bound = Number(limit);
  const ratio = row.reference ? row.value / row.reference.value : null;
  const judged = times === "×" ? (ratio ?? Number.NaN) : row.value;
  return { ...row, ratio, holds: sign === "≥" ? judged >= bound : judged <= bound };
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

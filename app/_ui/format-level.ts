/** A level with one decimal and a real minus sign: `-9.84` → "−9.8". */
export function formatLevel(value: number): string {
  return value.toFixed(1).replace("-", "−");
}

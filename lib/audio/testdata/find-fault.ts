/** The first number of an analysis that is none, with its place; null when all are finite. */
export function findFault(value: unknown, path = ""): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : `${path} is ${value}`;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return null;
  for (const [key, inner] of Object.entries(value)) {
    const fault = findFault(inner, `${path}.${key}`);
    if (fault !== null) return fault;
  }
  return null;
}

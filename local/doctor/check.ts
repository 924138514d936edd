/** One line of the doctor: what was looked at, what was found, and what to do when it is not well. */
export interface Check {
  name: string;
  isOk: boolean;
  /** It can't be told here or now; that is no fault. */
  isUnknown?: true;
  detail: string;
  cure?: string;
}

export function pass(name: string, detail: string): Check {
  return { name, isOk: true, detail };
}

export function fail(name: string, detail: string, cure: string): Check {
  return { name, isOk: false, detail, cure };
}

/** The plain reason of a failure: a code when there is one, since messages may hold addresses. */
export function describeReason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return "no answer in time";
  const source: unknown = error.cause ?? error;
  if (source instanceof Error && "code" in source) return String(source.code);
  return error.message;
}

export function renderChecks(checks: Check[]): string {
  const width = Math.max(...checks.map((check) => check.name.length));
  const lines = checks.map(({ name, isOk, isUnknown, detail, cure }) => {
    const line = `${isUnknown ? "·" : isOk ? "✓" : "✗"} ${name.padEnd(width)}  ${detail}`;
    return cure === undefined ? line : `${line}\n  ${" ".repeat(width)}  → ${cure}`;
  });
  return `${lines.join("\n")}\n`;
}

/** What a stand-in reports, as one line: its kind in words, then what it says about it. Null for what is of no concern. */
export function describeReport(report: { kind: string }): string | null {
  if (report.kind === "log" && "report" in report && isReport(report.report)) return describeReport(report.report);
  // Said at every start, and no news.
  if (report.kind === "recovered") return null;
  const facts = Object.entries(report).filter(([name, value]) => name !== "kind" && value !== undefined);
  const text = facts.map(([name, value]) => `${name}=${describeValue(value)}`).join(" ");
  return `${report.kind.replaceAll("_", " ")} ${text}`.trim();
}

function isReport(value: unknown): value is { kind: string } {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}

function describeValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "unknown");
}

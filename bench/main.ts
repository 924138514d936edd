// `npm run bench [group…]` prints a table; with `-- --json` one JSON document. Each row has its reference in the same run.
import { type JudgedRow, judge, type Row } from "./row";

// As a host runs it: React's development build takes several times as long for a mail.
Object.assign(process.env, { NODE_ENV: process.env.NODE_ENV ?? "production" });

const GROUPS: Record<string, () => Promise<Row[]>> = {
  "event-log": async () => (await import("./event-log")).measureEventLog(),
  "audio-accuracy": async () => (await import("./audio-accuracy")).measureAudioAccuracy(),
  audio: async () => (await import("./audio")).measureAudio(),
  pipeline: async () => (await import("./pipeline")).measurePipeline(),
  s3: async () => (await import("./s3")).measureS3(),
  inngest: async () => (await import("./inngest")).measureInngest(),
  uploads: async () => (await import("./uploads")).measureUploads(),
  search: async () => (await import("./search")).measureSearch(),
  mail: async () => (await import("./mail")).measureMail(),
  exports: async () => (await import("./exports")).measureExports(),
  brief: async () => (await import("./brief")).measureBrief(),
  live: async () => (await import("./live")).measureLive(),
  scroll: async () => (await import("./scroll")).measureScroll(),
  "sign-in": async () => (await import("./sign-in")).measureSignIn(),
  metrics: async () => (await import("./metrics")).measureMetrics(),
  api: async () => (await import("./api")).measureApi(),
  web: async () => (await import("./web")).measureWeb(),
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const isJson = process.argv.includes("--json");
const unknown = names.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(`There is no bench group ${unknown.join(", ")}. Choose from ${Object.keys(GROUPS).join(", ")}.`);
  process.exit(2);
}

const rows: JudgedRow[] = [];
for (const name of names.length > 0 ? names : Object.keys(GROUPS)) {
  const measured = (await GROUPS[name]?.()) ?? [];
  rows.push(...measured.map(judge));
}
console.log(isJson ? JSON.stringify({ rows }, null, 2) : formatTable(rows));
process.exit(0);

function formatTable(judged: JudgedRow[]): string {
  const lines = judged.map((row) => [
    row.name,
    `${round(row.value)} ${row.unit}`,
    row.reference ? `${round(row.reference.value)} ${row.unit} (${row.reference.name})` : "",
    row.ratio === null ? "" : `${round(row.ratio)} ×`,
    row.target.endsWith("×") ? row.target : `${row.target} ${row.unit}`,
    row.holds ? "holds" : "FALLS SHORT",
  ]);
  const table = [["row", "measured", "reference in the same run", "ratio", "target", ""], ...lines];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  return table.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

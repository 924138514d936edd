import { type ApiCase, row } from "./api-case";

/** Of administrators' acts; the owner is one of them. */
const ADMINS = (status: number): Parameters<typeof row>[1] => [401, 403, 403, 403, 403, status, 403, 403];

// biome-ignore format: a table
export const ACTS_CASES: ApiCase[] = [
  row("GET /api/operations/audit",      ADMINS(200)),
  row("GET /api/operations/audit/file", ADMINS(200), () => ({ query: { format: "csv" } })),
];

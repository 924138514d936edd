import type { ConfigProblem } from "./config-error";
import { VARIABLE_LIST } from "./variables";

const PREFIX = /^(SEGNO|S3|INNGEST|RESEND|MAIL|AI|METRICS|PREVIEW|GOOGLE|OIDC)_/;

/** Read by Inngest's own client and harmless here. */
const FOREIGN = new Set(["INNGEST_SIGNING_KEY_FALLBACK", "INNGEST_ENV", "INNGEST_LOG_LEVEL"]);

/** Edits (insert, delete, replace, swap neighbours) between two words, counted as optimal string alignment. */
export function countEdits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isSwap) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

function findClosest(name: string): { name: string; edits: number } {
  const ranked = VARIABLE_LIST.map((variable) => ({ name: variable.name, edits: countEdits(name, variable.name) }));
  return ranked.reduce((best, next) => (next.edits < best.edits ? next : best));
}

/** Variables that were surely meant for Segno but are not read by it: a typo must not become a stand-in. */
export function findNearMisses(env: Record<string, string | undefined>): ConfigProblem[] {
  const known = new Set<string>(VARIABLE_LIST.map((variable) => variable.name));
  const problems: ConfigProblem[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!value || known.has(variable) || FOREIGN.has(variable)) continue;
    const name = variable.toUpperCase();
    const closest = findClosest(name);
    const isOurs = name.startsWith("SEGNO_") || closest.edits <= (PREFIX.test(name) ? 2 : 1);
    if (isOurs)
      problems.push({ variable, message: `${variable} is not a variable of Segno. Did you mean ${closest.name}?` });
  }
  return problems;
}

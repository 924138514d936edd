import {
  FAILURE_KINDS,
  type FailureKind,
  type FailuresView,
  type RetriedKind,
} from "@/lib/domains/operations/failing/schema";

interface KindWords {
  /** What one of them is called. */
  one: string;
  /** Two and more: "3 analyses". */
  many: string;
}

export const KIND_WORDS: Record<FailureKind, KindWords> = {
  analysis: { one: "Analysis", many: "analyses" },
  tags: { one: "Tags of a model", many: "questions for tags" },
  export: { one: "Export", many: "exports" },
  brief: { one: "Brief", many: "briefs" },
  mail: { one: "Mail", many: "mails" },
};

/** Why a mail has no "Try again". */
export const MAIL_HINT =
  "Its words are gone with its link. Invites are mailed again under People; links are asked for anew.";

/** Kinds of which more than one can be begun anew, with how many there are. */
export function listRetriedKinds(counts: FailuresView["counts"]): { kind: RetriedKind; count: number }[] {
  return FAILURE_KINDS.flatMap((kind) => (kind !== "mail" && counts[kind] > 1 ? [{ kind, count: counts[kind] }] : []));
}

export function describeOutcome(done: number, refused: readonly { why: string }[]): string {
  const begun = done === 1 ? "One is begun anew" : `${done} are begun anew`;
  if (refused.length === 0) return begun;
  const [first] = refused;
  return `${begun}, ${refused.length} could not be: ${first?.why ?? ""}`;
}

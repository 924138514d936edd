import type { AccountScope } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { COUNTED, findBounds, listPeriods, toReport } from "./rules";
import type { CountName, ReportCell, ReportSpan, ReportView } from "./schema";
import { countDeeds, countPlays, hasOthersSongs } from "./store";

const LEFT = "People who have left";
const NAMELESS = "Guests without a name";

/**
 * What happened in a project, or in everything that the person may open, of what they may see now. Who others listened to is
 * told to editors and the owner alone. `cells` are its single counts, by period, song and person.
 */
export async function readReport(
  { db }: Services,
  scope: AccountScope,
  { projectId, span }: { projectId: string | null; span: ReportSpan },
): Promise<{ report: ReportView; cells: ReportCell[] }> {
  const which = { projectId, bounds: findBounds(listPeriods(span), span.timeZone) };
  const [deeds, plays, hasOwnPlaysOnly] = await Promise.all([
    countDeeds(scope, db, which, Object.keys(COUNTED)),
    countPlays(scope, db, which),
    hasOthersSongs(scope, db, which),
  ]);
  const cells = [
    ...deeds.map(({ kind, ...row }) => toCell(row, countOf(kind), LEFT)),
    ...plays.map(({ isVisitor, ...row }) => toCell(row, "plays", isVisitor ? NAMELESS : LEFT)),
  ];
  return { report: toReport(span, cells, { hasOwnPlaysOnly }), cells };
}

function countOf(kind: string): CountName {
  const count = (COUNTED as Record<string, CountName | undefined>)[kind];
  if (count === undefined) throw new Error(`nothing counts ${kind}`);
  return count;
}

type Row = Omit<ReportCell, "count" | "personName" | "isGuest"> & {
  personName: string | null;
  isGuest: boolean | null;
};

function toCell(row: Row, count: CountName, nobody: string): ReportCell {
  const { personName, isGuest } = row;
  return { ...row, count, personName: personName ?? nobody, isGuest: isGuest ?? nobody === NAMELESS };
}

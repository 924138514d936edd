import { RelativeTime } from "@/app/_ui/relative-time";
import type { AuditEntryView } from "@/lib/domains/operations/auditing/schema";
import { ACT_WORDS, describeChange } from "./audit-words";

/** One line an act, with what it was done to and the request below it. */
export function AuditEntries({ items }: { items: readonly AuditEntryView[] }) {
  return (
    <ol aria-label="Acts" className="border-grey-3 border-t">
      {items.map((entry) => {
        const change = describeChange(entry);
        return (
          <li key={entry.id} className="grid gap-0.5 border-grey-3 border-b py-2">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <p className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
                <bdi className="font-strong">{entry.actorName}</bdi> {ACT_WORDS[entry.act]}
                {change && <span className="text-grey-1"> · {change}</span>}
              </p>
              <span className="text-grey-2 text-meta">
                <RelativeTime instant={entry.createdAt} />
              </span>
            </div>
            <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">
              {entry.targetKind}
              {entry.targetId && ` ${entry.targetId}`}
              {entry.requestId && ` · request ${entry.requestId}`}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

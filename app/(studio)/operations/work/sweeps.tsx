import { RelativeTime } from "@/app/_ui/relative-time";
import type { SweepsView } from "@/lib/domains/uploads/sweeping/schema";
import { OrphanLook } from "./orphan-look";
import { describeSweeps } from "./sweep-words";

/** What was mended and cleared away by itself, and a look at what storage holds for nobody. */
export function Sweeps({ sweeps }: { sweeps: SweepsView }) {
  const lines = describeSweeps(sweeps);
  return (
    <div className="grid gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1">
        Every ten minutes Segno mends and clears away what crashes and closed tabs left.{" "}
        {sweeps.lastRunAt ? (
          <>
            Last run: <RelativeTime instant={sweeps.lastRunAt} form="ago" />.
          </>
        ) : (
          "It has not run yet."
        )}
        {sweeps.runs > 0 && lines.length === 0 && " In the last day there was nothing to do."}
      </p>
      {lines.length > 0 && (
        <ul aria-label="In the last day" className="grid gap-1 text-ink tabular-nums">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <OrphanLook />
    </div>
  );
}

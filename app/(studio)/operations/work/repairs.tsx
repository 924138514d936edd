import { RelativeTime } from "@/app/_ui/relative-time";
import type { RepairsView } from "@/lib/domains/operations/repairing/schema";

/** What mended itself in the last week, by kind. */
export function Repairs({ repairs: { items } }: { repairs: RepairsView }) {
  if (items.length === 0) return <p className="pt-3 text-grey-1">In the last seven days nothing had to mend itself.</p>;
  return (
    <table className="mt-4 w-full text-left">
      <caption className="pb-1 text-left text-grey-1">What mended itself</caption>
      <thead>
        <tr className="border-grey-3 border-b text-grey-2 text-meta">
          <th className="py-1.5 font-normal">What</th>
          <th className="py-1.5 pl-3 text-right font-normal">Today</th>
          <th className="py-1.5 pl-3 text-right font-normal">7 days</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ kind, what, today, week, lastAt }) => (
          <tr key={kind} className="border-grey-3 border-b align-top">
            <th scope="row" className="py-1.5 text-pretty font-normal">
              {what}{" "}
              <span className="whitespace-nowrap text-grey-2 text-meta">
                <RelativeTime instant={lastAt} />
              </span>
            </th>
            <td className="py-1.5 pl-3 text-right tabular-nums">{today.toLocaleString("en")}</td>
            <td className="py-1.5 pl-3 text-right tabular-nums">{week.toLocaleString("en")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { ReactNode } from "react";
import { OutlineTag } from "@/app/_ui/chip";
import type { ReportCounts, ReportView } from "@/lib/domains/activity/report/schema";
import { COUNT_NAMES, COUNT_WORDS, GROUP_HEAD, GROUPED_BY, tellPeriod } from "./report-words";

interface Row {
  key: string;
  name: ReactNode;
  counts: ReportCounts;
}

/** The same figures to read: by song, by person, and by time, where what is without anything is left out. */
export function ReportTables({ report }: { report: ReportView }) {
  const { songs, people, periods, span, totals } = report;
  const isEmpty = COUNT_NAMES.every((name) => totals[name] === 0);
  if (isEmpty) return <p className="text-grey-1">Nothing happened in these days.</p>;
  const projects = new Set(songs.map(({ projectName }) => projectName));
  return (
    <>
      <Figures
        title="By song"
        head="Song"
        rows={songs.map(({ id, name, projectName, counts }) => ({
          ...{ key: id, counts },
          name: <Named name={name} detail={projects.size > 1 ? projectName : null} />,
        }))}
      />
      <Figures
        title="By person"
        head="Person"
        rows={people.map(({ id, name, isGuest, counts }) => ({
          ...{ key: id ?? name, counts },
          name: <Named name={name} tag={isGuest && id !== null ? "guest" : null} />,
        }))}
      />
      <Figures
        title={GROUPED_BY[span.groupBy].replace("by", "By")}
        head={GROUP_HEAD[span.groupBy]}
        rows={periods
          .filter(({ counts }) => COUNT_NAMES.some((name) => counts[name] > 0))
          .map((period) => ({ key: period.start, name: tellPeriod(period), counts: period.counts }))}
      />
    </>
  );
}

function Named({ name, detail, tag }: { name: string; detail?: string | null; tag?: string | null }) {
  return (
    <>
      <bdi>{name}</bdi>
      {detail && (
        <span className="text-grey-2 text-meta">
          {" "}
          <bdi>{detail}</bdi>
        </span>
      )}
      {tag && <OutlineTag className="ml-1.5">{tag}</OutlineTag>}
    </>
  );
}

function Figures({ title, head, rows }: { title: string; head: string; rows: Row[] }) {
  return (
    <section aria-label={title}>
      <table className="w-full table-fixed border-collapse text-ui tabular-nums">
        <caption className="pb-2 text-left font-strong text-lead">{title}</caption>
        <thead>
          <tr className="border-grey-3 border-b text-grey-2 text-meta">
            <th scope="col" className="py-1.5 text-left font-[inherit]">
              {head}
            </th>
            {COUNT_NAMES.map((name) => (
              <th key={name} scope="col" className="w-24 py-1.5 text-right font-[inherit] max-desk:w-[4.1rem]">
                {COUNT_WORDS[name].label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts }) => (
            <tr key={key} className="border-grey-3 border-b">
              <th scope="row" className="py-2 pr-2 text-left font-text wrap-anywhere">
                {name}
              </th>
              {COUNT_NAMES.map((count) => (
                <td key={count} className={counts[count] === 0 ? "py-2 text-right text-grey-2" : "py-2 text-right"}>
                  {counts[count] === 0 ? "–" : counts[count]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

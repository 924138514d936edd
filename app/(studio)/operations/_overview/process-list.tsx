import { RelativeTime } from "@/app/_ui/relative-time";
import { formatBytes } from "@/lib/core/format-bytes";
import type { ProcessView } from "@/lib/domains/operations/beating/schema";

/** Who is there, what each runs, and which storage it sees. */
export function ProcessList({ processes }: { processes: readonly ProcessView[] }) {
  if (processes.length === 0) return <p className="pt-3 text-grey-1">No process has given a sign of life.</p>;
  return (
    <ul aria-label="Processes">
      {processes.map((one) => (
        <li key={one.id} className="grid gap-0.5 border-grey-3 border-b py-2 tabular-nums">
          <p className="[overflow-wrap:anywhere]">
            <span className="font-strong">{one.host}</span>{" "}
            <span className="text-grey-1">
              process {one.pid}, {describeRole(one)}
            </span>
          </p>
          <p className="text-grey-2 text-meta">
            last sign <RelativeTime instant={one.lastBeatAt} form="ago" /> · started{" "}
            <RelativeTime instant={one.startedAt} form="ago" />
          </p>
          <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">{describeVersions(one)}</p>
          <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">{describePlaces(one)}</p>
        </li>
      ))}
    </ul>
  );
}

function describeRole({ isLiving, functionCount, storage }: ProcessView): string {
  if (storage.state === "other") return "refused: it sees another storage";
  const role = functionCount === 0 ? "does no background work" : `serves ${functionCount} functions`;
  return isLiving ? role : `gone without a word; ${role}`;
}

function describeVersions({ versions: { segno, node, ffmpeg, postgres, migration } }: ProcessView): string {
  const parts = [`Segno ${segno}`, `Node ${node}`, `FFmpeg ${ffmpeg ?? "none"}`, `PostgreSQL ${postgres}`];
  return [...parts, ...(migration ? [`migration ${migration}`] : [])].join(" · ");
}

function describePlaces({ storage, disk }: ProcessView): string {
  const room = disk
    ? ` · ${formatBytes(disk.freeBytes)} of ${formatBytes(disk.totalBytes)} free under ${disk.folder}`
    : "";
  return `bucket ${storage.bucket} at ${storage.endpoint}${room}`;
}

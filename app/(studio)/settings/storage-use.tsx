import Link from "next/link";
import { projectPath } from "@/app/_client/api/queries";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { formatBytes } from "@/lib/core/format-bytes";
import type { StorageUse } from "@/lib/domains/uploads/quota/schema";

/** More are summed up in one line. */
const SHOWN = 8;
/** From this share on the bar says that it becomes tight. */
const TIGHT = 0.9;

/** What the takes of one's own projects come to, and where the room went. */
export function StorageUseFacts({ use }: { use: StorageUse }) {
  const { usedBytes, trashBytes, quotaBytes, projectQuotaBytes, projects } = use;
  if (projects.length === 0) return <p className="pt-3 text-grey-1">Your projects hold no takes yet.</p>;
  const share = quotaBytes === null ? null : usedBytes / quotaBytes;
  const rest = projects.slice(SHOWN);
  return (
    <div className="grid gap-2 pt-3">
      <p className="text-grey-1 tabular-nums">
        <strong className="font-strong text-ink">{formatBytes(usedBytes)}</strong>
        {quotaBytes !== null && ` of ${formatBytes(quotaBytes)}`} in your own projects
        {projectQuotaBytes !== null && `, at most ${formatBytes(projectQuotaBytes)} in each`}
      </p>
      {share !== null && (
        <ProgressBar
          label="Room used"
          value={share}
          valueText={`${formatBytes(usedBytes)} of ${formatBytes(quotaBytes ?? 0)}`}
          tone={share >= TIGHT ? "bad" : "accent"}
        />
      )}
      {trashBytes > 0 && (
        <p className="text-grey-2 text-meta tabular-nums">
          {formatBytes(trashBytes)} of it in the <Link href="/trash">trash</Link>
        </p>
      )}
      <ul className="border-grey-3 border-t">
        {projects.slice(0, SHOWN).map(({ id, name, isDeleted, usedBytes: bytes, quotaBytes: most }) => (
          <li key={id} className="flex min-h-9 items-center gap-3 border-grey-3 border-b max-desk:min-h-11">
            <span className="min-w-0 flex-1 truncate">
              {isDeleted ? (
                <>
                  <bdi>{name}</bdi> <span className="text-grey-2">· in the trash</span>
                </>
              ) : (
                <Link href={projectPath(id)}>
                  <bdi>{name}</bdi>
                </Link>
              )}
            </span>
            <span className="text-grey-1 tabular-nums">
              {formatBytes(bytes)}
              {most !== null && most !== projectQuotaBytes && ` of ${formatBytes(most)}`}
            </span>
          </li>
        ))}
        {rest.length > 0 && (
          <li className="flex min-h-9 items-center gap-3 text-grey-2">
            <span className="flex-1">{rest.length === 1 ? "One more project" : `${rest.length} more projects`}</span>
            <span className="tabular-nums">
              {formatBytes(rest.reduce((sum, project) => sum + project.usedBytes, 0))}
            </span>
          </li>
        )}
      </ul>
    </div>
  );
}

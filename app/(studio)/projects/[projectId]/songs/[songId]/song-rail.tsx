"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { SegmentedControl } from "@/app/_ui/segmented-control";
import { usePerson } from "@/app/(studio)/_frame/person";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { CommentRail } from "./comment-rail";
import { ExportDialog } from "./export-dialog";
import type { RailView } from "./use-rail";
import type { SongSession } from "./use-song-session";

const BriefPanel = dynamic(() => import("./_brief/brief-panel").then((module) => module.BriefPanel));

const VIEWS: { value: RailView; label: string }[] = [
  { value: "comments", label: "Comments" },
  { value: "brief", label: "Brief" },
];

type Filter = "all" | "open" | "mine";

interface SongRailProps {
  song: SongView;
  session: SongSession;
  isLoading: boolean;
  failure: unknown;
  onRetry: () => void;
}

/** Beside the sound: what was said of this version, or the to-do list that was made of it. */
export function SongRail(props: SongRailProps) {
  const { song, session, isLoading, failure } = props;
  const { view, show, sought } = session.rail;
  const person = usePerson();
  const [filter, setFilter] = useState<Filter>("all");
  const [ledTo, setLedTo] = useState(sought);
  if (ledTo !== sought) {
    // Whoever is led to a comment finds it.
    setLedTo(sought);
    setFilter("all");
  }
  const openCount = session.comments.filter((comment) => comment.resolvedAt === null).length;
  return (
    <aside
      aria-label={view === "brief" ? "Brief" : "Comments"}
      className="flex min-w-0 flex-col border-grey-3 rail:min-h-0 rail:border-l max-rail:border-t max-desk:border-t-0"
    >
      <h2 className="sr-only">{view === "brief" ? "Brief" : "Comments"}</h2>
      <header className="flex min-h-[46px] shrink-0 flex-wrap items-center justify-between gap-x-2 border-grey-3 border-b px-4">
        <SegmentedControl<RailView>
          label="Beside the sound"
          variant="title"
          value={view}
          onValueChange={show}
          options={VIEWS}
        />
        {view === "comments" && (
          <div className="flex items-center gap-2">
            <SegmentedControl<Filter>
              label="Which comments"
              value={filter}
              onValueChange={setFilter}
              options={[
                { value: "all", label: `All ${session.comments.length}` },
                { value: "open", label: `Open ${openCount}` },
                { value: "mine", label: "Mine" },
              ]}
            />
            {session.version && session.comments.length > 0 && <ExportDialog song={song} version={session.version} />}
          </div>
        )}
      </header>
      {/* Kept while the brief is shown: what is typed in it, and where it was scrolled to. */}
      <div hidden={view !== "comments"} className="flex grow flex-col rail:min-h-0">
        <CommentRail {...props} shown={session.comments.filter((comment) => isShown(comment, filter, person.id))}>
          {filter !== "all" && <p className="px-4 py-3 text-grey-2">None of these.</p>}
        </CommentRail>
      </div>
      {view === "brief" && session.version && (
        <BriefPanel
          key={session.version.id}
          song={song}
          session={session}
          version={session.version}
          openCount={isLoading || failure !== null ? null : openCount}
        />
      )}
      {view === "brief" && !session.version && (
        <p className="px-4 py-4 text-grey-1 text-ui">
          A brief is made of what was said about a take. There is none yet.
        </p>
      )}
    </aside>
  );
}

function isShown(comment: CommentView, filter: Filter, personId: string): boolean {
  if (filter === "open") return comment.resolvedAt === null;
  if (filter === "mine") return comment.author.id === personId;
  return true;
}

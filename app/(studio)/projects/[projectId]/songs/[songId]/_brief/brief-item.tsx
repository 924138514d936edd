"use client";
import { MessageSquare, Play } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { joinClasses } from "@/app/_ui/class-names";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { PersonMark } from "@/app/_ui/person-mark";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { BriefItemView } from "@/lib/domains/briefs/schema";
import { usePersonColor } from "../person-colors";
import type { SongSession } from "../use-song-session";
import { BriefConflict } from "./brief-conflict";
import { describeSpan, speakSpan } from "./span";

interface BriefItemProps {
  session: SongSession;
  item: BriefItemView;
  isDone: boolean;
  isLit: boolean;
  /** Null for those who only look. */
  onCheck: ((isDone: boolean) => void) | null;
}

/** One thing to do, where in the sound, and whose wish it is. */
export function BriefItem({ session, item, isDone, isLit, onCheck }: BriefItemProps) {
  return (
    <li
      data-lit={item.id}
      aria-current={isLit ? "true" : undefined}
      className={joinClasses(
        "relative border-grey-3 border-b px-4 py-2.5 transition-[background-color] duration-calm",
        isLit && "bg-accent-wash before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent",
      )}
    >
      <Checkbox
        isChecked={isDone}
        isDisabled={onCheck === null}
        onCheckedChange={(isChecked) => onCheck?.(isChecked)}
        label={
          <span
            dir="auto"
            className={joinClasses("block break-words text-body", isDone && "text-grey-2 line-through decoration-edge")}
          >
            {item.what}
          </span>
        }
      />
      <div className="mt-1 flex items-center gap-x-2.5 pl-6 max-desk:mt-0 max-desk:pl-7">
        {item.startSec !== null && <TimeChip item={item} onPlay={session.playFrom} />}
        <People people={item.people} isHollow={isDone} />
        <NotesButton session={session} item={item} />
        {isDone && item.doneBy && (
          <span className="min-w-0 flex-1 basis-0 truncate text-right text-grey-2 text-meta" title={item.doneBy.name}>
            {item.doneBy.name.split(" ")[0]}
            {item.doneAt && (
              <>
                {" · "}
                <RelativeTime instant={item.doneAt} />
              </>
            )}
          </span>
        )}
      </div>
      {item.conflict && <BriefConflict session={session} conflict={item.conflict} />}
    </li>
  );
}

function TimeChip({ item, onPlay }: { item: BriefItemView; onPlay: (sec: number) => void }) {
  return (
    <button
      type="button"
      aria-label={`Play ${speakSpan(item)}`}
      onClick={() => onPlay(item.startSec ?? 0)}
      className="touch-44 ring-line inline-flex h-[22px] shrink-0 items-center gap-1 rounded-tag px-1.5 font-strong text-grey-1 text-meta tabular-nums hover:bg-hover hover:text-ink active:bg-press"
    >
      <Play aria-hidden className="size-2.5 fill-current" />
      {describeSpan(item)}
    </button>
  );
}

function People({ people, isHollow }: { people: BriefItemView["people"]; isHollow: boolean }) {
  const colorOf = usePersonColor();
  const names = people.map((person) => person.name).join(", ");
  if (people.length === 0) return null;
  return (
    <span
      role="img"
      aria-label={`Wished by ${names}`}
      title={names}
      className="inline-flex shrink-0 items-center gap-0.5"
    >
      {people.map((person) => (
        <PersonMark key={person.id} name={person.name} personIndex={colorOf(person.id)} isHollow={isHollow} />
      ))}
    </span>
  );
}

/** Leads to what it was made of: at once where that is one, else by choosing. */
function NotesButton({ session, item }: { session: SongSession; item: BriefItemView }) {
  const notes = session.comments.filter((comment) => item.noteIds.includes(comment.id));
  const [first] = notes;
  if (!first) return null;
  const lead = (commentId: string) => {
    session.openComment(commentId);
    session.rail.leadTo(commentId);
  };
  const button = (
    <Button
      variant="quiet"
      size="small"
      className="-mx-1"
      onClick={notes.length === 1 ? () => lead(first.id) : undefined}
    >
      <MessageSquare aria-hidden className="size-3.5!" />
      {notes.length === 1 ? "1 note" : `${notes.length} notes`}
    </Button>
  );
  if (notes.length === 1) return button;
  return (
    <Menu trigger={button} align="start">
      {notes.map((note) => (
        <MenuItem key={note.id} icon={<MessageSquare aria-hidden />} onSelect={() => lead(note.id)}>
          {note.author.name}: {note.body}
        </MenuItem>
      ))}
    </Menu>
  );
}

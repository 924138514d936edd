"use client";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { RelativeTime } from "@/app/_ui/relative-time";
import { usePerson } from "@/app/(studio)/_frame/person";
import type { BriefTurnView, BriefView } from "@/lib/domains/briefs/schema";
import { describeWriter } from "./describe-writer";

/** What was asked and answered: the newest answer, and all before it behind one line. */
export function BriefTalk({ brief }: { brief: BriefView }) {
  const id = useId();
  const me = usePerson();
  const [isOpen, setOpen] = useState(false);
  const { turns } = brief;
  const newest = turns.at(-1);
  const asked = turns.findLast((turn) => turn.role === "person");
  const isAskedMore = turns.filter((turn) => turn.role === "person").length > 1;
  const nameOf = (turn: BriefTurnView) => (turn.author?.id === me.id ? "You" : (turn.author?.name ?? "Former member"));
  return (
    <div className="grid gap-1.5 px-4 pb-3">
      {isAskedMore && asked && (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="-mx-2 flex min-h-[30px] min-w-0 items-center gap-1.5 rounded-control px-2 text-left text-grey-1 text-ui hover:bg-hover max-desk:min-h-11"
        >
          <span className="min-w-0 flex-1 truncate">
            <b className="font-strong text-ink">{nameOf(asked)}:</b> <bdi>{asked.text}</bdi>
          </span>
          <span className="shrink-0 text-grey-2 text-meta tabular-nums">{turns.length} turns</span>
          <ChevronDown
            aria-hidden
            className={joinClasses("size-4 shrink-0 text-grey-2 transition-transform", isOpen && "rotate-180")}
          />
        </button>
      )}
      <ol id={id} hidden={!isOpen} className="grid gap-3 border-grey-3 border-l-2 py-1 pl-3">
        {turns.map((turn) => (
          <Turn key={turn.id} turn={turn} name={turn.role === "person" ? nameOf(turn) : null} />
        ))}
      </ol>
      {!isOpen && newest?.role === "assistant" && newest.text !== "" && (
        <p className="whitespace-pre-line break-words text-grey-1 text-ui" dir="auto">
          {newest.text.trim()}
        </p>
      )}
    </div>
  );
}

function Turn({ turn, name }: { turn: BriefTurnView; name: string | null }) {
  return (
    <li className="grid gap-0.5">
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-strong text-meta">{name ?? describeWriter(turn)}</span>
        {turn.usage && (
          <span className="shrink-0 text-grey-2 text-meta tabular-nums">
            {turn.usage.inputTokens + turn.usage.outputTokens} tokens
          </span>
        )}
        <RelativeTime instant={turn.endedAt ?? turn.createdAt} className="shrink-0 text-grey-2 text-meta" />
      </p>
      <p className="whitespace-pre-wrap break-words text-grey-1 text-ui" dir="auto">
        {describeTurn(turn)}
      </p>
    </li>
  );
}

function describeTurn({ role, state, text, failure }: BriefTurnView): string {
  if (role === "person" || state === "done") return text;
  if (state === "failed") return failure?.message ?? "It could not be written.";
  return state === "cancelled" ? "Stopped." : "Being written …";
}

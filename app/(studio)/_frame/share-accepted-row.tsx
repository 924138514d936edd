"use client";
import { Check } from "lucide-react";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { InviteView } from "@/lib/domains/shares/schema";
import { describeAccepted } from "./share-words";

/** An invite that somebody used: they need not be the one it was mailed to. `extent` is the song's name when it is that song alone. */
export function ShareAcceptedRow({ invite, extent }: { invite: InviteView; extent: string | null }) {
  const { acceptedAt } = invite;
  return (
    <li className="flex min-h-12 items-center gap-3 py-1">
      <span
        aria-hidden
        className="grid size-[26px] shrink-0 place-items-center rounded-full border border-edge border-dashed text-good-text"
      >
        <Check className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">{invite.email}</p>
        <p className="text-pretty text-grey-2 text-meta">
          {describeAccepted(invite)}
          {extent && `, ${extent} alone`}
          {acceptedAt && (
            <>
              {" · "}
              <RelativeTime instant={acceptedAt} />
            </>
          )}
        </p>
      </div>
    </li>
  );
}

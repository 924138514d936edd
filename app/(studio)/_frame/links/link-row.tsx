"use client";
import { Ban, Copy, Pencil, Users, X } from "lucide-react";
import { useState } from "react";
import { copyText } from "@/app/_client/copy-text";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { OutlineTag } from "@/app/_ui/chip";
import { IconButton } from "@/app/_ui/icon-button";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { LinkGuestView, LinkView } from "@/lib/domains/links/schema";
import { LinkForm } from "./link-form";
import { countGuests, describeExtent, describeRights, nameLink } from "./link-words";
import { useLinkDeeds } from "./use-link-deeds";

type Unfolded = "form" | "guests" | null;

const STATES = { live: null, expired: "ended", full: "full" } as const;

/** A link: what it leads to, what it allows, who came; copied, changed and ended from here. */
export function LinkRow({ link }: { link: LinkView }) {
  const [unfolded, setUnfolded] = useState<Unfolded>(null);
  const deeds = useLinkDeeds(link);
  const name = nameLink(link);
  const state = STATES[link.state];
  const { url } = link;
  const toggle = (part: Unfolded) => setUnfolded(unfolded === part ? null : part);
  const target = { projectId: link.projectId, projectName: link.projectName };
  return (
    <li className="border-grey-3 border-b py-2 last:border-b-0">
      <div className="flex min-h-12 items-center gap-3 max-desk:flex-wrap">
        <div className="min-w-0 flex-1 max-desk:basis-full">
          <p className="flex items-center gap-2">
            <bdi className="truncate font-strong">{name}</bdi>
            {state && <OutlineTag>{state}</OutlineTag>}
          </p>
          <Facts link={link} />
        </div>
        <div className="flex items-center max-desk:-ml-2.5">
          <IconButton
            label={url ? `Copy the link: ${name}` : "It can't be copied any more: this server has another secret"}
            disabled={url === null}
            onClick={() => url && void copyText(url, "The link is copied.")}
          >
            <Copy aria-hidden />
          </IconButton>
          <IconButton
            label={`Guests of ${name}`}
            aria-expanded={unfolded === "guests"}
            onClick={() => toggle("guests")}
          >
            <Users aria-hidden />
          </IconButton>
          <IconButton label={`Change ${name}`} aria-expanded={unfolded === "form"} onClick={() => toggle("form")}>
            <Pencil aria-hidden />
          </IconButton>
          <AlertDialog
            title={`End the link ${name}?`}
            description="Whoever listens by it now is out at once, and it never works again. What guests said stays."
            actionLabel="End the link"
            onAction={() => void deeds.revoke("The link is ended")}
            trigger={
              <IconButton label={`End ${name}`} disabled={deeds.isBusy}>
                <X aria-hidden />
              </IconButton>
            }
          />
        </div>
      </div>
      {unfolded === "form" && <LinkForm target={target} link={link} onClose={() => setUnfolded(null)} />}
      {unfolded === "guests" && <Guests link={link} deeds={deeds} />}
    </li>
  );
}

function Facts({ link }: { link: LinkView }) {
  return (
    <p className="text-pretty text-grey-2 text-meta">
      {link.label !== "" && `${describeExtent(link)} · `}
      {describeRights(link)}
      {link.hasPassword && " · password"}
      {link.expiresAt && (
        <>
          {link.state === "expired" ? " · ended " : " · ends "}
          <RelativeTime instant={link.expiresAt} form="ago" />
        </>
      )}
      {` · ${countGuests(link)}`}
      {link.lastUsedAt && (
        <>
          {" · used "}
          <RelativeTime instant={link.lastUsedAt} form="ago" />
        </>
      )}
      {` · by ${link.createdBy.name}`}
    </p>
  );
}

function Guests({ link, deeds }: { link: LinkView; deeds: ReturnType<typeof useLinkDeeds> }) {
  if (link.guests.length === 0) return <p className="py-2 text-grey-2 text-ui">Nobody has opened it yet.</p>;
  return (
    <ul aria-label="Guests" className="mt-1 max-h-60 overflow-y-auto rounded-panel border border-grey-3 px-3 py-1">
      {link.guests.map((guest) => (
        <li key={guest.id} className="flex min-h-10 items-center gap-3">
          <p className="min-w-0 flex-1 truncate">
            <bdi className={guest.name === null ? "text-grey-1" : "font-strong"}>{nameGuest(guest)}</bdi>{" "}
            <span className="text-grey-2 text-meta">
              {guest.isBlocked ? "kept out" : "here"} <RelativeTime instant={guest.lastSeenAt} form="ago" />
            </span>
          </p>
          <Button
            size="small"
            disabled={deeds.isBusy}
            aria-label={`${guest.isBlocked ? "Let in" : "Keep out"}: ${nameGuest(guest)}`}
            onClick={() =>
              void deeds.block(
                guest.id,
                !guest.isBlocked,
                guest.isBlocked ? `${nameGuest(guest)} may come again` : `${nameGuest(guest)} is kept out`,
              )
            }
          >
            {!guest.isBlocked && <Ban aria-hidden />}
            {guest.isBlocked ? "Let in" : "Keep out"}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function nameGuest(guest: LinkGuestView): string {
  return guest.name ?? "Somebody who listened";
}

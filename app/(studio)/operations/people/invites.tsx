"use client";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { HelpedInvite } from "@/lib/domains/accounts/helping/schema";
import type { Help } from "./help";

interface InvitesProps {
  email: string;
  invites: readonly HelpedInvite[];
  isBusy: boolean;
  onHelp: Help;
}

/** Invites to an address that wait, whether anybody has an account with it or not. */
export function Invites({ email, invites, isBusy, onHelp }: InvitesProps) {
  return (
    <ul aria-label={`Invites to ${email}`}>
      {invites.map(({ id, projectName, songName, invitedBy, createdAt, mails }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-grey-3 border-b py-2">
          <div className="min-w-0 flex-1 basis-64">
            <p className="[overflow-wrap:anywhere]">
              Invite to <bdi className="font-strong">{songName ?? projectName}</bdi>
            </p>
            <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">
              by <bdi>{invitedBy}</bdi>, <RelativeTime instant={createdAt} form="ago" /> · mailed{" "}
              {mails === 1 ? "once" : `${mails} times`}
            </p>
          </div>
          <Button
            size="small"
            disabled={isBusy}
            onClick={() =>
              void onHelp(`/invites/${id}/mail`, { method: "POST" }, `The invite is on its way to ${email}`)
            }
          >
            Mail again<span className="sr-only">: the invite to {songName ?? projectName}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

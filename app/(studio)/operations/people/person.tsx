"use client";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Dialog } from "@/app/_ui/dialog";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { HelpedPerson } from "@/lib/domains/accounts/helping/schema";
import type { Help } from "./help";
import { Room } from "./room";

interface PersonProps {
  person: HelpedPerson;
  isBusy: boolean;
  onHelp: Help;
}

/** Somebody with an account, and what an administrator may do for them. */
export function Person({ person, isBusy, onHelp }: PersonProps) {
  const { id, name, email, createdAt, verifiedAt, waitingInvites } = person;
  const at = `/people/${id}`;
  const invites = waitingInvites === 1 ? "1 invite waits" : `${waitingInvites} invites wait`;
  return (
    <div className="grid gap-4 border-grey-3 border-y py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-strong [overflow-wrap:anywhere]">
            <bdi>{name}</bdi>
          </p>
          <p className="text-pretty text-grey-2 text-meta [overflow-wrap:anywhere]">
            {email} · signed up <RelativeTime instant={createdAt} form="ago" />
            {waitingInvites > 0 && ` · ${invites}`}
          </p>
        </div>
        {verifiedAt ? (
          <p className="text-grey-1">
            verified <RelativeTime instant={verifiedAt} form="ago" />
          </p>
        ) : (
          <Button
            size="small"
            disabled={isBusy}
            onClick={() => void onHelp(`${at}/verification`, { method: "POST" }, `${name} is verified`)}
          >
            Verify by hand<span className="sr-only">: {email}</span>
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {verifiedAt && waitingInvites > 0 && (
          <Button
            size="small"
            disabled={isBusy}
            onClick={() => void onHelp(`${at}/invites`, { method: "POST" }, `What was shared with ${name} is open`)}
          >
            Turn {waitingInvites === 1 ? "the invite" : "invites"} into access
          </Button>
        )}
        <SignOut person={person} isBusy={isBusy} onHelp={onHelp} />
      </div>
      <Room person={person} isBusy={isBusy} onHelp={onHelp} />
    </div>
  );
}

function SignOut({ person: { id, name, sessions, apiTokens }, isBusy, onHelp }: PersonProps) {
  const [isOpen, setOpen] = useState(false);
  const [withTokens, setWithTokens] = useState(false);
  if (sessions + apiTokens === 0) return <p className="text-grey-1">Signed in nowhere.</p>;
  const places = sessions === 1 ? "1 place" : `${sessions} places`;
  const tokens = apiTokens === 1 ? "1 API token" : `${apiTokens} API tokens`;
  const end = () => {
    setOpen(false);
    const body = { withTokens: withTokens || sessions === 0 };
    void onHelp(`/people/${id}/sign-out`, { method: "POST", body }, `${name} is signed out`);
  };
  return (
    <>
      <Dialog
        title={`Sign ${name} out?`}
        description="Every page and stream of theirs ends within a second. They may sign in again with their password."
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button size="small" disabled={isBusy}>
            Sign out everywhere…
          </Button>
        }
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Leave it</Button>
            <Button variant="danger" onClick={end}>
              Sign out
            </Button>
          </>
        }
      >
        {sessions > 0 && apiTokens > 0 && (
          <Checkbox
            label={`End ${tokens}, too`}
            hint="Programs that use them stop; new tokens have to be made for them."
            isChecked={withTokens}
            onCheckedChange={setWithTokens}
          />
        )}
      </Dialog>
      <p className="text-grey-2 text-meta">
        Signed in at {places}
        {apiTokens > 0 && ` · ${tokens}`}
      </p>
    </>
  );
}

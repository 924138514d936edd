"use client";
import { useQuery } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { sharesQuery, songsQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { Skeleton } from "@/app/_ui/skeleton";
import { ShareAcceptedRow } from "./share-accepted-row";
import { ShareInviteRow } from "./share-invite-row";
import { ShareMemberRow } from "./share-member-row";
import type { ShareTarget } from "./share-target";

/** Mail fares, and people come, while one looks. */
const LOOK_EVERY_MS = 10_000;

/** Everybody who may open it, and who was asked. */
export function SharePeople({ target }: { target: ShareTarget }) {
  const { projectId, song } = target;
  const shares = useQuery({ ...sharesQuery(projectId, song?.id), refetchInterval: LOOK_EVERY_MS });
  const songs = useQuery({ ...songsQuery(projectId), enabled: !song }).data ?? (song ? [song] : []);
  if (shares.isError) {
    return (
      <div role="alert" className="grid justify-items-start gap-2 py-3 text-bad-text text-ui">
        {describeError(shares.error)}
        <Button size="small" onClick={() => void shares.refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  const nameExtent = (songId: string | null) =>
    songId === null ? null : (songs.find((candidate) => candidate.id === songId)?.name ?? "one song");
  const invites = shares.data?.invites.filter((invite) => invite.state === "pending") ?? [];
  const accepted = shares.data?.invites.filter((invite) => invite.state === "accepted") ?? [];
  return (
    <section aria-label="People" aria-busy={shares.isPending} className="mt-1 border-grey-3 border-t pt-2">
      {shares.isPending && <PendingRows />}
      <ul>
        {shares.data?.members.map((member) => (
          <ShareMemberRow
            key={member.membershipId}
            target={target}
            member={member}
            extent={nameExtent(member.songId)}
          />
        ))}
        {invites.map((invite) => (
          <ShareInviteRow key={invite.id} target={target} invite={invite} extent={nameExtent(invite.songId)} />
        ))}
        {accepted.map((invite) => (
          <ShareAcceptedRow key={invite.id} invite={invite} extent={nameExtent(invite.songId)} />
        ))}
      </ul>
    </section>
  );
}

function PendingRows() {
  return [0, 1].map((row) => (
    <div key={row} className="flex h-12 items-center gap-3">
      <Skeleton className="size-[26px] rounded-full" />
      <Skeleton className="h-3 w-48" />
    </div>
  ));
}

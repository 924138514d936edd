import type { Metadata } from "next";
import { AuthCard } from "@/app/(auth)/auth-card";
import { readInvite } from "@/lib/domains/shares/reads";
import type { InviteInfo } from "@/lib/domains/shares/schema";
import { readForPage, readPageActor } from "@/lib/http/page";
import { getServices } from "@/lib/services";
import { AcceptForm } from "./accept-form";
import { JoinLinks } from "./join-links";

export const metadata: Metadata = { title: "You are invited", referrer: "no-referrer" };

export default async function InvitePage({ params, searchParams }: PageProps<"/invites/[token]">) {
  const { token } = await params;
  const { email } = await searchParams;
  const [invite, actor] = await Promise.all([readForPage(() => readInvite(getServices(), { token })), readPageActor()]);
  const name = invite.songName ?? invite.projectName;
  if (invite.state === "withdrawn") {
    return (
      <AuthCard
        title="This invite was withdrawn"
        lead={`${invite.inviter} took back the invite to ${name}. Ask for a new one if that is a surprise.`}
      />
    );
  }
  const isUsed = invite.state === "accepted";
  return (
    <AuthCard title={isUsed ? "This invite was used already" : describeInvite(invite)} lead={describeOffer(invite)}>
      {actor ? (
        <AcceptForm token={token} name={name} email={actor.email} />
      ) : (
        <JoinLinks token={token} email={typeof email === "string" ? email : ""} isUsed={isUsed} />
      )}
    </AuthCard>
  );
}

function describeInvite({ inviter, songName, projectName }: InviteInfo): string {
  return `${inviter} invites you to ${songName ?? projectName}`;
}

const MAY: Record<InviteInfo["role"], string> = {
  listener: "You may listen to every version.",
  commenter: "You may listen to every version and comment on any moment.",
  editor: "You may listen, comment and upload versions of your own.",
  owner: "It is yours.",
};

function describeOffer({ songName, projectName, role, state, inviter }: InviteInfo): string {
  if (state === "accepted") {
    const name = songName ?? projectName;
    return `An invite's link works once. If it was you who used it, open ${name}; else ask ${inviter} for a new one.`;
  }
  const what = songName ? `A song of ${projectName}.` : "A project with all its songs.";
  return `${what} ${MAY[role]}`;
}

import type { ReactNode } from "react";
import { readMailProblem } from "@/lib/domains/accounts/reads";
import { requirePageContext } from "@/lib/http/page";
import { Frame } from "./_frame/frame";
import { VerifyNotice } from "./_frame/verify-notice";

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { services, actor } = await requirePageContext();
  const { accountId: id, name, email, isVerified, isAdmin } = actor;
  const person = { id, name, email, isVerified, isAdmin };
  const mailProblem = actor.isVerified ? null : await readMailProblem(services, actor);
  return (
    <Frame person={person}>
      {!actor.isVerified && <VerifyNotice email={actor.email} hasBounced={mailProblem === "bounced"} />}
      {children}
    </Frame>
  );
}

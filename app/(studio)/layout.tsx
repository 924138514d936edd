import type { ReactNode } from "react";
import { requirePageContext } from "@/lib/http/page";
import { Frame } from "./_frame/frame";
import { VerifyNotice } from "./_frame/verify-notice";

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { actor } = await requirePageContext();
  const person = { id: actor.accountId, name: actor.name, email: actor.email, isVerified: actor.isVerified };
  return (
    <Frame person={person}>
      {!actor.isVerified && <VerifyNotice email={actor.email} />}
      {children}
    </Frame>
  );
}

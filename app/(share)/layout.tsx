import type { ReactNode } from "react";
import StandAlone from "@/app/(auth)/layout";

/** Pages that a mail leads to look as signing in does: nothing but the one thing. */
export default function ShareLayout({ children }: { children: ReactNode }) {
  return <StandAlone>{children}</StandAlone>;
}

import type { ReactNode } from "react";
import { Logo } from "@/app/_ui/logo";
import { WaveHorizon } from "./wave-horizon";

const HOME = "/";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-paper">
      <header className="flex h-[72px] shrink-0 items-center px-10 max-desk:h-16 max-desk:px-5">
        <a href={HOME} aria-label="Segno" className="rounded-tag">
          <Logo />
        </a>
      </header>
      <main className="flex grow flex-col items-center px-5 pt-[9vh] pb-8 max-desk:pt-6">{children}</main>
      <WaveHorizon />
    </div>
  );
}

import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/app/_ui/logo";
import { WaveHorizon } from "./wave-horizon";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-paper">
      <header className="flex h-[72px] shrink-0 items-center px-10 max-desk:h-16 max-desk:px-5">
        <Link href="/" aria-label="Segno" className="rounded-tag">
          <Logo />
        </Link>
      </header>
      <main className="flex grow flex-col items-center px-5 pt-[9vh] pb-8 max-desk:pt-6">{children}</main>
      <WaveHorizon />
    </div>
  );
}

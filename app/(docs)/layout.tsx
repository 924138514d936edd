import type { ReactNode } from "react";
import { Logo } from "@/app/_ui/logo";

const HOME = "/";

/** Pages that explain: anybody may read them, signed in or not. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-paper">
      <header className="flex h-14 items-center justify-between border-grey-3 border-b bg-paper-low px-6 max-desk:px-4">
        <a href={HOME} aria-label="Segno" className="touch-44 flex rounded-tag">
          <Logo />
        </a>
        <a href={HOME} className="touch-44 rounded-tag text-grey-1 text-ui hover:text-ink">
          To your songs
        </a>
      </header>
      {children}
    </div>
  );
}

"use client";
import Link from "next/link";
import { LinkButton } from "@/app/_ui/link-button";
import { Logo } from "@/app/_ui/logo";
import type { VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";

/** Whose it is, and who one is here. */
export function VisitHeader({ visit, own }: { visit: VisitView; own: OwnWay | null }) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-4 px-6 max-desk:px-4">
      <Link href="/" aria-label="Segno" prefetch={false} className="shrink-0 rounded-tag">
        <Logo />
      </Link>
      <p className="ml-auto min-w-0 truncate text-grey-2 text-ui">
        {own ? `Signed in as ${own.name}` : `Shared by ${visit.sharedBy}`}
      </p>
      {own?.href && (
        <LinkButton href={own.href} prefetch={false}>
          Open in Segno
        </LinkButton>
      )}
    </header>
  );
}

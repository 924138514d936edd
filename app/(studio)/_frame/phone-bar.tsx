"use client";
import { useQuery } from "@tanstack/react-query";
import { Menu as MenuIcon, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { notificationsQuery } from "@/app/_client/api/queries";
import { IconButton } from "@/app/_ui/icon-button";
import { Logo } from "@/app/_ui/logo";
import { Sheet } from "@/app/_ui/sheet";
import { usePalette } from "./palette/palette-provider";
import { Sidebar } from "./sidebar";

/** On a phone the left side folds behind a button; its dot says that something is unread. */
export function PhoneBar() {
  const [openAt, setOpenAt] = useState<string | null>(null);
  const path = usePathname();
  const openPalette = usePalette();
  const unseenCount = useQuery(notificationsQuery()).data?.unseenCount ?? 0;
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-1 border-grey-3 border-b bg-paper-low px-1.5 desk:hidden">
      <Sheet
        title="Projects and pages"
        // Going to another page closes it.
        isOpen={openAt === path}
        onOpenChange={(isOpen) => setOpenAt(isOpen ? path : null)}
        trigger={
          <IconButton label={unseenCount > 0 ? `Menu, ${unseenCount} unread` : "Menu"} size="large">
            <MenuIcon aria-hidden />
            {unseenCount > 0 && (
              <span aria-hidden className="absolute top-2 right-2 size-2 rounded-full bg-ink ring-2 ring-paper-low" />
            )}
          </IconButton>
        }
      >
        <Sidebar />
      </Sheet>
      <Link href="/" className="rounded-tag px-1">
        <Logo />
      </Link>
      <span className="ml-auto">
        <IconButton label="Search" size="large" aria-haspopup="dialog" onClick={openPalette}>
          <Search aria-hidden />
        </IconButton>
      </span>
    </header>
  );
}

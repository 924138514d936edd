"use client";
import { Search } from "lucide-react";
import { Kbd } from "@/app/_ui/kbd";
import { usePalette } from "./palette-provider";

/** The first row of the frame's left side. */
export function SearchEntry() {
  const open = usePalette();
  return (
    <li className="max-desk:hidden">
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K /"
        onClick={open}
        className="focus-inset flex h-[30px] w-full items-center gap-2.5 rounded-control px-2 text-grey-1 text-ui hover:bg-hover active:bg-press"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left">Search</span>
        <span aria-hidden>
          <Kbd tone="plain">/</Kbd>
        </span>
      </button>
    </li>
  );
}

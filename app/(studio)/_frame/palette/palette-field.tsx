"use client";
import { Command } from "cmdk";
import { Search, X } from "lucide-react";
import { Kbd } from "@/app/_ui/kbd";
import { MAX_QUERY_LENGTH } from "@/lib/domains/search/schema";

interface PaletteFieldProps {
  typed: string;
  onType: (typed: string) => void;
  onClose: () => void;
}

/** The line one types into. */
export function PaletteField({ typed, onType, onClose }: PaletteFieldProps) {
  return (
    <div className="flex h-[52px] shrink-0 items-center gap-2.5 border-grey-3 border-b px-4">
      <Search aria-hidden className="size-4 shrink-0 text-grey-2" />
      <Command.Input
        value={typed}
        onValueChange={onType}
        maxLength={MAX_QUERY_LENGTH}
        enterKeyHint="go"
        placeholder="Songs, comments, tags, people…"
        className="h-full min-w-0 flex-1 bg-transparent text-lead outline-none placeholder:text-grey-2"
      />
      <span aria-hidden className="max-desk:hidden">
        <Kbd>Esc</Kbd>
      </span>
      <button
        type="button"
        aria-label="Close"
        onClick={onClose}
        className="-mr-2.5 grid size-11 place-items-center rounded-control text-grey-1 hover:bg-hover desk:hidden"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}

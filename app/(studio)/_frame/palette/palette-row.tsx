"use client";
import { Command } from "cmdk";
import type { ReactNode } from "react";

interface PaletteRowProps {
  value: string;
  icon: ReactNode;
  title: string;
  detail?: string;
  /** What is at the end of the row, such as a key. */
  end?: ReactNode;
  onChoose: () => void;
}

/** One thing to go to or to do. The row that Enter takes has the ground of a chosen one. */
export function PaletteRow({ value, icon, title, detail = "", end, onChoose }: PaletteRowProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onChoose}
      className="group flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 py-1 text-ui data-[selected=true]:bg-select max-desk:min-h-12 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-grey-2"
    >
      {icon}
      <span className="min-w-0 flex-1 desk:flex desk:items-baseline desk:gap-2.5">
        <bdi className="block min-w-0 truncate max-desk:text-body">{title}</bdi>
        {detail !== "" && (
          <bdi className="block min-w-0 shrink-0 truncate text-grey-2 text-meta group-data-[selected=true]:text-grey-1 desk:max-w-[55%]">
            {detail}
          </bdi>
        )}
      </span>
      {end}
    </Command.Item>
  );
}

/** Rows under a heading. */
export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="px-1.5 pb-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-grey-2 [&_[cmdk-group-heading]]:text-meta"
    >
      {children}
    </Command.Group>
  );
}

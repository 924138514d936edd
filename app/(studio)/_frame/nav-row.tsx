"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { joinClasses } from "@/app/_ui/class-names";

interface NavRowProps {
  href: string;
  icon?: ReactNode;
  /** Shown when above zero. */
  count?: number | undefined;
  countLabel?: string;
  /** A plain number at the end, in the third voice. */
  total?: number;
  isNested?: boolean;
  /** Stands for the pages below its address as well. */
  isSection?: boolean | undefined;
  children: ReactNode;
}

/** One place to go. The current one is shown by its ground. */
export function NavRow({
  href,
  icon,
  count = 0,
  countLabel,
  total,
  isNested,
  isSection = false,
  children,
}: NavRowProps) {
  const path = usePathname();
  const isCurrent = path === href || (isSection && path.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        aria-current={path === href ? "page" : isCurrent ? "true" : undefined}
        className={joinClasses(
          "focus-inset flex h-[30px] items-center gap-2.5 rounded-control px-2 text-ui hover:bg-hover active:bg-press max-desk:h-11",
          "[&_svg]:size-4 [&_svg]:shrink-0",
          isCurrent ? "bg-select font-strong text-ink" : "text-grey-1",
          isNested && "pl-[26px]",
        )}
      >
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {total !== undefined && (
          <span className={joinClasses("text-meta tabular-nums", isCurrent ? "text-grey-1" : "text-grey-2")}>
            {total}
          </span>
        )}
        {count > 0 && (
          <span className="rounded-full bg-ink px-[7px] font-strong text-micro text-paper tabular-nums">
            {count}
            <span className="sr-only"> {countLabel}</span>
          </span>
        )}
      </Link>
    </li>
  );
}

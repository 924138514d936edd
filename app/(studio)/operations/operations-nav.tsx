"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { joinClasses } from "@/app/_ui/class-names";

interface OperationsPage {
  href: string;
  name: string;
  /** A page that belongs to it and has no place of its own. */
  below?: string;
}

const PAGES: OperationsPage[] = [
  { href: "/operations", name: "Overview" },
  { href: "/operations/work", name: "Work", below: "/operations/story" },
  { href: "/operations/mail", name: "Mail" },
  { href: "/operations/people", name: "People" },
  { href: "/operations/audit", name: "Audit" },
];

/** The pages of whoever looks after this Segno. The current one is underlined. */
export function OperationsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Operations" className="border-grey-3 border-b px-4 max-desk:px-2">
      <ul className="flex flex-wrap">
        {PAGES.map(({ href, name, below }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : path === below ? "true" : undefined}
              className={joinClasses(
                "focus-inset -mb-px flex h-10 items-center border-b-2 px-2 text-ui max-desk:h-11",
                path === href || path === below
                  ? "border-ink font-strong text-ink"
                  : "border-transparent text-grey-1 hover:border-edge hover:text-ink",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

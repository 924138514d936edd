"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { joinClasses } from "@/app/_ui/class-names";

const PAGES = [
  { href: "/operations", name: "Overview" },
  { href: "/operations/work", name: "Work" },
  { href: "/operations/mail", name: "Mail" },
  { href: "/operations/people", name: "People" },
  { href: "/operations/audit", name: "Audit" },
] as const;

/** The pages of whoever looks after this Segno. The current one is underlined. */
export function OperationsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Operations" className="border-grey-3 border-b px-4 max-desk:px-2">
      <ul className="flex flex-wrap">
        {PAGES.map(({ href, name }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : undefined}
              className={joinClasses(
                "focus-inset -mb-px flex h-10 items-center border-b-2 px-2 text-ui max-desk:h-11",
                path === href
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

import { joinClasses } from "./class-names";

/** The segno, the sign a player returns to. Decoration: the word beside it names it. */
export function SegnoSign({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden
      className={joinClasses("size-5 shrink-0", className)}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M16.6 6.2C15.5 4.7 13.9 4 12 4 9.4 4 7.4 5.5 7.4 7.7c0 2.4 2.2 3.2 4.6 4.3s4.6 1.9 4.6 4.3C16.6 18.5 14.6 20 12 20c-1.9 0-3.5-.7-4.6-2.2" />
      <path d="M18.5 4.5 5.5 19.5" />
      <circle cx={5.8} cy={12.4} r={1.15} fill="currentColor" stroke="none" />
      <circle cx={18.2} cy={11.6} r={1.15} fill="currentColor" stroke="none" />
    </svg>
  );
}

/** Sign and name. */
export function Logo({ className }: { className?: string }) {
  return (
    <span
      className={joinClasses("inline-flex items-center gap-2 font-title text-[.9375rem] tracking-[-.015em]", className)}
    >
      <SegnoSign />
      Segno
    </span>
  );
}

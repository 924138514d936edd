import { joinClasses } from "./class-names";

/** A grey of the final size while something loads; give width and height by class. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={joinClasses("block rounded-tag bg-grey-3", className)} />;
}

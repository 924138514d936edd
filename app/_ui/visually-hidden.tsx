import type { ReactNode } from "react";

/** Said by a screen reader, drawn nowhere. `isFocusable` shows it while it has the focus (a skip link). */
export function VisuallyHidden({ children, isFocusable = false }: { children: ReactNode; isFocusable?: boolean }) {
  return <span className={isFocusable ? "sr-only focus-within:not-sr-only" : "sr-only"}>{children}</span>;
}

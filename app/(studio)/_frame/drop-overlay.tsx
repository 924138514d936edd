import type { ReactNode } from "react";

/** Over the page while a file is held above it. */
export function DropOverlay({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-3 z-20 grid place-items-center rounded-panel border-2 border-accent-text border-dashed bg-paper/90">
      <p className="font-title text-title">{children}</p>
    </div>
  );
}

import type { ReactNode } from "react";

export type ToastInput = {
  /** Where the result went, or what went wrong. */
  message: ReactNode;
  /** The second voice, e.g. what was kept. */
  detail?: ReactNode;
  tone?: "plain" | "bad";
  /** A link ("Listen") or a deed ("Undo"). */
  action?: { label: string; href?: string; onPress?: () => void };
  /** Stays until closed when null. */
  durationMs?: number | null;
  /** The same id replaces the toast in place. */
  id?: string;
};

"use client";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { Button } from "./button";

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

/** Put once in the layout. Toasts hang from the upper edge, where nothing is typed or pressed, and are announced politely. */
export function Toaster() {
  return (
    <Sonner
      containerAriaLabel="Messages"
      position="top-center"
      className="font-sans!"
      offset={{ top: 14 }}
      mobileOffset={{ top: 10, left: 12, right: 12 }}
      toastOptions={{ unstyled: true, className: "w-(--width)" }}
    />
  );
}

/** Shows a toast and answers its id. */
export function showToast({ id, durationMs, ...input }: ToastInput): string | number {
  const duration =
    durationMs === null ? Number.POSITIVE_INFINITY : (durationMs ?? (input.tone === "bad" ? 9000 : 5000));
  return toast.custom((toastId) => <ToastBody {...input} onClose={() => toast.dismiss(toastId)} />, { id, duration });
}

function ToastBody({ message, detail, tone, action, onClose }: Omit<ToastInput, "id"> & { onClose: () => void }) {
  const press = () => {
    action?.onPress?.();
    onClose();
  };
  return (
    <div className="flex w-full items-center gap-3 rounded-panel bg-paper-high py-2.5 pr-2.5 pl-3.5 text-ink text-ui shadow-float">
      {tone === "bad" && <CircleAlert aria-hidden className="size-4 shrink-0 text-bad-text" />}
      <div className="min-w-0 flex-1">
        <p className="font-strong">{message}</p>
        {detail && <p className="text-grey-2 text-meta">{detail}</p>}
      </div>
      {action?.href ? (
        <Button asChild size="small">
          <a href={action.href} onClick={press}>
            {action.label}
          </a>
        </Button>
      ) : (
        action && (
          <Button size="small" onClick={press}>
            {action.label}
          </Button>
        )
      )}
    </div>
  );
}

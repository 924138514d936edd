"use client";
import { CircleAlert } from "lucide-react";
import { type FocusEvent, useRef } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { Button } from "./button";
import { buildButtonLook } from "./button-look";
import type { ToastInput } from "./toast-input";

/** Toasts hang from the upper edge, where nothing is typed or pressed, and are announced politely. */
export function ToastArea() {
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

/** Sonner's own id of each named toast that is up. */
const shown = new Map<string, number>();
let made = 0;

/**
 * Puts a toast up, in the place of one with the same id if that is still up. One that is on its way out is left alone: Sonner
 * would merge the new one into it and take both away.
 */
export function presentToast({ id, durationMs, ...input }: ToastInput): void {
  const duration =
    durationMs === null ? Number.POSITIVE_INFINITY : (durationMs ?? (input.tone === "bad" ? 9000 : 5000));
  const key = (id !== undefined && shown.get(id)) || ++made;
  if (id !== undefined) shown.set(id, key);
  const forget = () => {
    if (id !== undefined && shown.get(id) === key) shown.delete(id);
  };
  const close = () => {
    forget();
    toast.dismiss(key);
  };
  toast.custom(() => <ToastBody {...input} onClose={close} />, {
    id: key,
    duration,
    onAutoClose: forget,
    onDismiss: forget,
  });
}

function ToastBody({ message, detail, tone, action, onClose }: Omit<ToastInput, "id"> & { onClose: () => void }) {
  const cameFrom = useRef<Element | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const press = () => {
    action?.onPress?.();
    onClose();
    const isInside = body.current?.contains(document.activeElement) ?? false;
    if (isInside && cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true });
  };
  // Sonner would give the focus back later, when it is already in the field one has gone to: that is why it is not told.
  const remember = (event: FocusEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (!event.currentTarget.contains(event.relatedTarget)) cameFrom.current = event.relatedTarget;
  };
  return (
    <div
      ref={body}
      onFocus={remember}
      className="flex w-full items-center gap-3 rounded-panel bg-paper-high py-2.5 pr-2.5 pl-3.5 text-ink text-ui shadow-float"
    >
      {tone === "bad" && <CircleAlert aria-hidden className="size-4 shrink-0 text-bad-text" />}
      <div className="min-w-0 flex-1">
        <p className="font-strong">{message}</p>
        {detail && <p className="text-grey-2 text-meta">{detail}</p>}
      </div>
      {action?.href ? (
        <a href={action.href} onClick={press} className={buildButtonLook({ size: "small" })}>
          {action.label}
        </a>
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

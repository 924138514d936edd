"use client";
import { Slot } from "radix-ui/slot";
import { type ReactElement, type ReactNode, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { Kbd } from "./kbd";
import { type TooltipSide, useTooltipPlace } from "./use-tooltip-place";
import { useTooltipState } from "./use-tooltip-state";

type TooltipProps = {
  content: ReactNode;
  /** Shown as key caps after the words, e.g. ["Space"]. */
  keys?: string[];
  side?: TooltipSide;
  children: ReactElement;
};

/** Words on hover and focus; the trigger needs a name of its own, as fingers never see this. Esc takes them away. */
export function Tooltip({ content, keys, side = "top", children }: TooltipProps) {
  const id = useId();
  const trigger = useRef<HTMLElement>(null);
  const { isOpen, triggerProps, contentProps } = useTooltipState();
  const { ref, style } = useTooltipPlace(trigger, side, isOpen);
  return (
    <>
      <Slot ref={trigger} aria-describedby={isOpen ? id : undefined} {...triggerProps}>
        {children}
      </Slot>
      {isOpen &&
        createPortal(
          <div
            ref={ref}
            id={id}
            role="tooltip"
            style={style}
            className="fixed z-50 flex w-max max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 font-strong text-meta text-paper"
            {...contentProps}
          >
            {content}
            {keys?.map((key) => (
              <Kbd key={key} tone="inverse">
                {key}
              </Kbd>
            ))}
          </div>,
          document.body,
        )}
    </>
  );
}

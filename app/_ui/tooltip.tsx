"use client";
import { Content, Portal, Provider, Root, Trigger } from "radix-ui/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./kbd";

/** Put once around the app: tooltips beside one another then open without a second wait. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Provider delayDuration={400}>{children}</Provider>;
}

type TooltipProps = {
  content: ReactNode;
  /** Shown as key caps after the words, e.g. ["Space"]. */
  keys?: string[];
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
};

/** Words on hover and focus; the trigger needs a name of its own, as fingers never see this. */
export function Tooltip({ content, keys, side = "top", children }: TooltipProps) {
  return (
    <Root>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 font-strong text-meta text-paper data-[state=delayed-open]:animate-arrive"
        >
          {content}
          {keys?.map((key) => (
            <Kbd key={key} tone="inverse">
              {key}
            </Kbd>
          ))}
        </Content>
      </Portal>
    </Root>
  );
}

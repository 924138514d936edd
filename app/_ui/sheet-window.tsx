"use client";
import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { joinClasses } from "./class-names";
import { OVERLAY } from "./surface";
import { useFocusReturn } from "./use-focus-return";

export type SheetWindowProps = {
  /** Named for a screen reader; the content shows its own heading if it needs one. */
  title: string;
  onOpenChange: (isOpen: boolean) => void;
  side?: "left" | "bottom";
  children: ReactNode;
};

const SIDES = {
  left: "inset-y-0 left-0 w-[min(300px,85vw)] data-[state=open]:animate-slide",
  bottom: "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-panel data-[state=open]:animate-arrive",
};

/** A panel from the edge: the navigation on a phone. */
export function SheetWindow({ title, onOpenChange, side = "left", children }: SheetWindowProps) {
  const returnFocus = useFocusReturn();
  return (
    <Root open onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className={OVERLAY} />
        <Content
          onCloseAutoFocus={returnFocus}
          aria-describedby={undefined}
          className={joinClasses(
            "fixed z-50 overflow-y-auto bg-paper-low pb-[env(safe-area-inset-bottom)] shadow-float outline-none",
            SIDES[side],
          )}
        >
          <Title className="sr-only">{title}</Title>
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

"use client";
import { X } from "lucide-react";
import { Close, Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { joinClasses } from "./class-names";
import { OVERLAY } from "./surface";
import { useFocusReturn } from "./use-focus-return";

export type SheetWindowProps = {
  /** Named for a screen reader; a panel from the right shows it as its heading. */
  title: string;
  /** The second voice beside a heading that is shown. */
  detail?: string;
  onOpenChange: (isOpen: boolean) => void;
  side?: "left" | "right" | "bottom";
  children: ReactNode;
};

const SIDES = {
  left: "inset-y-0 left-0 w-[min(300px,85vw)] data-[state=open]:animate-slide",
  right: "inset-y-0 right-0 w-[min(440px,100vw)] data-[state=open]:animate-arrive",
  bottom: "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-panel data-[state=open]:animate-arrive",
};

/** A panel from the edge: the navigation on a phone, what happened beside a page. */
export function SheetWindow({ title, detail, onOpenChange, side = "left", children }: SheetWindowProps) {
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
          {side === "right" ? (
            <div className="sticky top-0 z-[1] flex h-14 items-center gap-2.5 border-grey-3 border-b bg-paper-low pr-3 pl-5">
              <Title className="font-title text-lead">{title}</Title>
              {detail && <bdi className="min-w-0 truncate text-grey-2">{detail}</bdi>}
              <Close
                aria-label="Close"
                className="ml-auto grid size-[30px] shrink-0 place-items-center rounded-control text-grey-1 hover:bg-hover hover:text-ink max-desk:size-11"
              >
                <X aria-hidden className="size-4" />
              </Close>
            </div>
          ) : (
            <Title className="sr-only">{title}</Title>
          )}
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

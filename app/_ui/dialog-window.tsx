"use client";
import { X } from "lucide-react";
import { Close, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { joinClasses } from "./class-names";
import { FLOATING, OVERLAY } from "./surface";
import { useFocusReturn } from "./use-focus-return";

export type DialogWindowProps = {
  title: ReactNode;
  description?: ReactNode;
  width?: "small" | "medium" | "large";
  /** The row of buttons at the end; the one that goes on comes last. */
  actions?: ReactNode;
  onOpenChange: (isOpen: boolean) => void;
  children?: ReactNode;
};

const WIDTHS = { small: "desk:w-[400px]", medium: "desk:w-[520px]", large: "desk:w-[720px]" };

/** A window over the page; on a phone it rises from the lower edge. Esc and the ground close it. */
export function DialogWindow(props: DialogWindowProps) {
  const { title, description, onOpenChange, width = "medium", actions, children } = props;
  const returnFocus = useFocusReturn();
  return (
    <Root open onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className={OVERLAY} />
        <Content
          onCloseAutoFocus={returnFocus}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={joinClasses(
            "fixed z-50 flex max-h-[85dvh] flex-col rounded-panel desk:top-[12dvh] desk:left-1/2 desk:-translate-x-1/2",
            "max-desk:inset-x-0 max-desk:bottom-0 max-desk:rounded-b-none max-desk:pb-[env(safe-area-inset-bottom)]",
            FLOATING,
            WIDTHS[width],
          )}
        >
          <div className="px-5 pt-4 pr-14 pb-1">
            <Title className="font-title text-lead">{title}</Title>
            {description && <Description className="mt-0.5 text-body text-grey-1">{description}</Description>}
          </div>
          {children && <div className="min-h-0 overflow-y-auto px-5 py-3">{children}</div>}
          {actions && <div className="flex justify-end gap-2 px-5 pt-2 pb-4">{actions}</div>}
          {/* Last, so that the first field gets the focus and not the way out. */}
          <Close
            aria-label="Close"
            className="absolute top-3 right-3 grid size-[30px] place-items-center rounded-control text-grey-1 hover:bg-hover hover:text-ink max-desk:top-1.5 max-desk:right-1.5 max-desk:size-11"
          >
            <X aria-hidden className="size-4" />
          </Close>
        </Content>
      </Portal>
    </Root>
  );
}

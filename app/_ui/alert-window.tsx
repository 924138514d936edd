"use client";
import { Action, Cancel, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button";
import { joinClasses } from "./class-names";
import { FLOATING, OVERLAY } from "./surface";
import { useFocusReturn } from "./use-focus-return";

export type AlertWindowProps = {
  title: ReactNode;
  /** What will be lost and what is kept. */
  description: ReactNode;
  /** Says what happens, e.g. "Delete 3 versions". */
  actionLabel: string;
  cancelLabel?: string;
  isDangerous?: boolean;
  onAction: () => void;
  onOpenChange: (isOpen: boolean) => void;
};

/** Asks before what cannot be undone; nothing but an answer closes it. */
export function AlertWindow(props: AlertWindowProps) {
  const { title, description, actionLabel, cancelLabel = "Keep it", isDangerous = true, onAction } = props;
  const returnFocus = useFocusReturn();
  return (
    <Root open onOpenChange={props.onOpenChange}>
      <Portal>
        {/* It may ask above another window, which it then dims, too. */}
        <Overlay className={joinClasses(OVERLAY, "z-50")} />
        <Content
          onCloseAutoFocus={returnFocus}
          className={joinClasses(
            "fixed top-[18dvh] left-1/2 z-50 w-[min(400px,calc(100vw-32px))] -translate-x-1/2 rounded-panel p-5",
            FLOATING,
          )}
        >
          <Title className="font-title text-lead">{title}</Title>
          <Description className="mt-1 text-body text-grey-1">{description}</Description>
          <div className="mt-5 flex justify-end gap-2">
            <Cancel asChild>
              <Button variant="quiet">{cancelLabel}</Button>
            </Cancel>
            <Action asChild onClick={onAction}>
              <Button variant={isDangerous ? "danger" : "go"}>{actionLabel}</Button>
            </Action>
          </div>
        </Content>
      </Portal>
    </Root>
  );
}

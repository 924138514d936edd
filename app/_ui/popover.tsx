"use client";
import { Content, Portal, Root, Trigger } from "radix-ui/popover";
import type { ReactElement, ReactNode } from "react";
import { joinClasses } from "./class-names";
import { FLOATING } from "./surface";

export type PopoverProps = {
  trigger: ReactElement;
  /** Named for a screen reader. */
  label: string;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A small panel beside what opened it. */
export function Popover(props: PopoverProps) {
  const { trigger, label, align = "start", side = "bottom", isOpen, onOpenChange, className, children } = props;
  return (
    <Root open={isOpen} onOpenChange={onOpenChange}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={joinClasses("z-50 w-72 rounded-panel p-3", FLOATING, className)}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

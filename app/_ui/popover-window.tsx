"use client";
import * as Primitive from "radix-ui/popover";
import type { ReactElement, ReactNode } from "react";
import { joinClasses } from "./class-names";
import { FLOATING } from "./surface";

export type PopoverProps = {
  /** What it is about, for a screen reader. */
  label: string;
  trigger: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A small window at the button that opened it. */
export function PopoverWindow({ label, trigger, isOpen, onOpenChange, className, children }: PopoverProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className={joinClasses(
            "z-50 max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-16px)] overflow-y-auto rounded-panel p-3",
            FLOATING,
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

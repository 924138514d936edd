"use client";

import { Check } from "lucide-react";
import * as Primitive from "radix-ui/dropdown-menu";
import type { ReactElement, ReactNode } from "react";
import { joinClasses } from "./class-names";
import { Kbd } from "./kbd";
import { MenuItemContext, type MenuItemProps } from "./menu-item-context";
import { MENU_PANEL, MENU_ROW, MENU_ROW_INK } from "./surface";

export type MenuProps = {
  trigger: ReactElement;
  align?: "start" | "center" | "end";
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

/** Things one can do, behind a button. */
export function MenuWindow({ trigger, align = "end", isOpen, onOpenChange, children }: MenuProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={joinClasses(MENU_PANEL, "max-h-(--radix-dropdown-menu-content-available-height)")}
        >
          <MenuItemContext value={drawItem}>{children}</MenuItemContext>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const drawItem = (props: MenuItemProps) => <MenuRow {...props} />;

function MenuRow(props: MenuItemProps) {
  const { icon, keys, isDangerous, isDisabled, isChecked, onSelect, asChild, children } = props;
  const className = joinClasses(MENU_ROW, isDangerous ? "text-bad-text" : MENU_ROW_INK);
  if (asChild) {
    return (
      <Primitive.Item asChild disabled={isDisabled} onSelect={onSelect} className={className}>
        {children}
      </Primitive.Item>
    );
  }
  if (isChecked !== undefined) {
    return (
      <Primitive.CheckboxItem checked={isChecked} disabled={isDisabled} onSelect={onSelect} className={className}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        <Check aria-hidden className={isChecked ? undefined : "invisible"} />
      </Primitive.CheckboxItem>
    );
  }
  return (
    <Primitive.Item disabled={isDisabled} onSelect={onSelect} className={className}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd tone="plain">{keys}</Kbd>}
    </Primitive.Item>
  );
}

"use client";
import { createContext, type ReactNode } from "react";

export type MenuItemProps = {
  icon?: ReactNode;
  keys?: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  /** One of several states: the one that is so has a tick. */
  isChecked?: boolean;
  onSelect?: () => void;
  /** Renders the only child, a link, as the row. */
  asChild?: boolean;
  children: ReactNode;
};

/** How a menu's window draws its items: it comes with the window, so that no item is waited for alone. */
export const MenuItemContext = createContext<((item: MenuItemProps) => ReactNode) | null>(null);

"use client";
import dynamic from "next/dynamic";
import { use, useState } from "react";
import { MenuItemContext, type MenuItemProps } from "./menu-item-context";
import type { MenuProps } from "./menu-parts";
import { Opener } from "./opener";
import { useOpen } from "./use-open";

const MenuWindow = dynamic(() => import("./menu-parts").then((module) => module.MenuWindow), { ssr: false });

/** One thing to do. With `asChild`, icon and keys belong inside the link. */
export function MenuItem(props: MenuItemProps) {
  const draw = use(MenuItemContext);
  if (!draw) throw new Error("A MenuItem needs a Menu around it");
  return draw(props);
}

/** Things one can do, behind a button. Loaded when it opens for the first time; from then on the button is the menu's own. */
export function Menu({ trigger, isOpen, onOpenChange, ...menu }: MenuProps) {
  const [isShown, setShown] = useOpen(isOpen, onOpenChange);
  const [wasShown, setWasShown] = useState(false);
  if (isShown && !wasShown) setWasShown(true);
  if (!wasShown) return <Opener kind="menu" isOpen={false} onOpen={() => setShown(true)} trigger={trigger} />;
  return <MenuWindow {...menu} trigger={trigger} isOpen={isShown} onOpenChange={setShown} />;
}

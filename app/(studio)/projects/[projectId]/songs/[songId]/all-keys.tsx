"use client";
import dynamic from "next/dynamic";

const KeysDialog = dynamic(() => import("./keys-dialog").then((module) => module.KeysDialog), { ssr: false });

/** The list of all keys, loaded when somebody asks for it. */
export function AllKeys({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  return isOpen && <KeysDialog onOpenChange={onOpenChange} />;
}

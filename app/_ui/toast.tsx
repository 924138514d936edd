"use client";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";

export type ToastInput = {
  /** Where the result went, or what went wrong. */
  message: ReactNode;
  /** The second voice, e.g. what was kept. */
  detail?: ReactNode;
  tone?: "plain" | "bad";
  /** A link ("Listen") or a deed ("Undo"). */
  action?: { label: string; href?: string; onPress?: () => void };
  /** Stays until closed when null. */
  durationMs?: number | null;
  /** The same id replaces the toast in place. */
  id?: string;
};

/** Put once in the layout. It comes after the page, which does not wait for messages it may have. */
export const Toaster = dynamic(() => import("./toast-area").then((module) => module.ToastArea), { ssr: false });

/** Shows a toast. */
export function showToast(input: ToastInput): void {
  void import("./toast-area").then((module) => module.presentToast(input));
}

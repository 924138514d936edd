"use client";
import dynamic from "next/dynamic";
import type { ToastInput } from "./toast-input";

/** Put once in the layout. It comes after the page, which does not wait for messages it may have. */
export const Toaster = dynamic(() => import("./toast-area").then((module) => module.ToastArea), { ssr: false });

/** Shows a toast. */
export function showToast(input: ToastInput): void {
  void import("./toast-area").then((module) => module.presentToast(input));
}

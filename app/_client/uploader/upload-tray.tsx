"use client";
import dynamic from "next/dynamic";
import { useUploadItems } from "./upload-provider";

const TrayWindow = dynamic(() => import("./tray-window").then((module) => module.TrayWindow), { ssr: false });

/** What is on its way, above the player, on every page. Cancelled files leave it. Loaded with the first file. */
export function UploadTray() {
  const items = useUploadItems().filter((item) => item.phase !== "cancelled");
  return items.length > 0 && <TrayWindow items={items} />;
}

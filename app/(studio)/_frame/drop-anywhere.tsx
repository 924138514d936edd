"use client";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { readDropped } from "@/app/_client/uploader/dropped-files";
import { type PreparedTakes, prepareTakes } from "@/app/_client/uploader/prepare-takes";
import { DropOverlay } from "./drop-overlay";
import { watchDrags } from "./watch-drags";

const PlaceTakes = dynamic(() => import("./place-takes").then((module) => module.PlaceTakes), { ssr: false });

/** Takes let go on a page that has no place for them, or beside it: asks where they go. It outlives the page. */
export function DropAnywhere() {
  const [isHovered, setHovered] = useState(false);
  const [chosen, setChosen] = useState<PreparedTakes | null>(null);
  useEffect(
    () =>
      watchDrags(window, {
        onHover: setHovered,
        onDrop: (transfer) => void prepareTakes(readDropped(transfer)).then(setChosen),
        isOpen: () => document.querySelector("[role=dialog], [role=alertdialog]") === null,
      }),
    [],
  );
  return (
    <>
      {isHovered && (
        <div className="pointer-events-none fixed inset-0 z-40">
          <DropOverlay>Drop to upload</DropOverlay>
        </div>
      )}
      {chosen && <PlaceTakes key={chosen.key} chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

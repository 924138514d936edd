"use client";
import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useKeys } from "@/app/_client/player/use-keys";
import type { UploadTarget } from "@/app/_client/uploader/upload-target";
import { NewProjectDialog } from "../new-project-dialog";
import { PaletteUpload } from "./palette-upload";
import { useTypedAhead } from "./use-typed-ahead";

const PaletteWindow = dynamic(() => import("./palette-window").then((module) => module.PaletteWindow), { ssr: false });

const PaletteContext = createContext<() => void>(() => undefined);

/** Opens the palette. */
export function usePalette(): () => void {
  return useContext(PaletteContext);
}

/** Put once in the frame: ⌘K, Ctrl K and / search from every page. The window is loaded when it opens first. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const [upload, setUpload] = useState<{ target: UploadTarget; count: number } | null>(null);
  const ahead = useTypedAhead();
  const open = useCallback(() => {
    ahead.begin();
    setOpen(true);
  }, [ahead]);
  useKeys({ "Mod+k": open, "/": open });
  return (
    <PaletteContext value={open}>
      {children}
      {isOpen && (
        <PaletteWindow
          takeTyped={ahead.take}
          onClose={() => setOpen(false)}
          onNewProject={() => setNaming(true)}
          onUpload={(target) => setUpload((before) => ({ target, count: (before?.count ?? 0) + 1 }))}
        />
      )}
      {isNaming && <NewProjectDialog isOpen onOpenChange={setNaming} />}
      {upload && <PaletteUpload key={upload.count} target={upload.target} />}
    </PaletteContext>
  );
}

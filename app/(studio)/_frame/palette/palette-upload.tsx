"use client";
import { useEffect, useEffectEvent } from "react";
import type { UploadTarget } from "@/app/_client/uploader/upload-target";
import { useTakePicker } from "@/app/_client/uploader/use-take-picker";

/** Opens the system's file picker at once; it outlives the palette, as the dialog that asks where takes go comes after it. */
export function PaletteUpload({ target }: { target: UploadTarget }) {
  const takes = useTakePicker(target);
  const choose = useEffectEvent(takes.choose);
  useEffect(() => choose(), []);
  return takes.parts;
}

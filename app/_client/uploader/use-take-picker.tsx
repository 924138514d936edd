"use client";
import dynamic from "next/dynamic";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { ACCEPT } from "./accept";
import { readDropped } from "./dropped-files";
import { type PreparedTakes, prepareTakes } from "./prepare-takes";
import type { FoundFile } from "./take-files";
import type { UploadTarget } from "./upload-target";

const UploadDialog = dynamic(() => import("./upload-dialog").then((module) => module.UploadDialog), { ssr: false });

interface TakePicker {
  /** Opens the system's file picker. */
  choose: () => void;
  isDragging: boolean;
  /** Put on the element that takes drops. */
  dropProps: {
    onDragEnter: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
  /** The hidden picker and the dialog; render once. */
  parts: ReactNode;
}

/** Takes come by drop or by picker; either way one sees first where they go. */
export function useTakePicker(target: UploadTarget): TakePicker {
  const input = useRef<HTMLInputElement>(null);
  const depth = useRef(0);
  const [isDragging, setDragging] = useState(false);
  const [chosen, setChosen] = useState<PreparedTakes | null>(null);
  const take = (found: FoundFile[] | Promise<FoundFile[]>) => {
    void prepareTakes(found).then(setChosen);
  };

  const move = (event: DragEvent, step: 1 | -1 | 0) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    // Entering a child fires before leaving its parent: only the sum tells whether the drag is over the zone.
    depth.current += step;
    setDragging(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    depth.current = 0;
    setDragging(false);
    take(readDropped(event.dataTransfer));
  };

  return {
    choose: () => input.current?.click(),
    isDragging,
    dropProps: {
      onDragEnter: (event) => move(event, 1),
      onDragOver: (event) => move(event, 0),
      onDragLeave: (event) => move(event, -1),
      onDrop: drop,
    },
    parts: (
      <>
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          multiple
          hidden
          aria-label="Choose takes"
          onChange={(event) => {
            take([...(event.target.files ?? [])].map((file) => ({ file, path: file.name })));
            event.target.value = "";
          }}
        />
        {chosen && (
          <UploadDialog
            key={chosen.key}
            {...{ target, takes: chosen.takes, titles: chosen.titles }}
            onClose={() => setChosen(null)}
          />
        )}
      </>
    ),
  };
}

"use client";
import dynamic from "next/dynamic";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { showToast } from "@/app/_ui/toast";
import { describeError } from "../api/api-error";
import { ACCEPT } from "./accept";
import { readDropped } from "./dropped-files";
import type { FoundFile, Takes } from "./take-files";
import type { UploadTarget } from "./upload-target";

const UploadDialog = dynamic(() => import("./upload-dialog").then((module) => module.UploadDialog), { ssr: false });

interface PreparedTakes {
  key: number;
  takes: Takes;
  titles: ReadonlyMap<File, string>;
}

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
    prepare(found)
      .then(setChosen)
      .catch((error: unknown) =>
        showToast({ message: "What you dropped can't be read", detail: describeError(error), tone: "bad" }),
      );
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

let count = 0;

/** The takes among what was chosen, with what they say of themselves; null, and a word of why, when there is nothing to ask. */
async function prepare(found: FoundFile[] | Promise<FoundFile[]>): Promise<PreparedTakes | null> {
  const [files, { describeLeftOut, MAX_TAKES, sortTakes }, { readEmbeddedTitles }] = await Promise.all([
    found,
    import("./take-files"),
    import("./embedded-titles"),
  ]);
  if (files.length === 0) return null;
  const takes = sortTakes(files);
  if (takes.files.length === 0) {
    const detail = `Left out: ${describeLeftOut(takes.leftOut)}. Choose WAV, AIFF, FLAC, MP3, M4A, CAF, Ogg or Opus.`;
    showToast({ message: "There is no take in it", detail, tone: "bad" });
    return null;
  }
  if (takes.files.length > MAX_TAKES) {
    const detail = `Nothing was uploaded. Choose at most ${MAX_TAKES} at once, then the rest.`;
    showToast({ message: `${takes.files.length} takes are too many at once`, detail, tone: "bad" });
    return null;
  }
  count++;
  return { key: count, takes, titles: await readEmbeddedTitles(takes.files) };
}

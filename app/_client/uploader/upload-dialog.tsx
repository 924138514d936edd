"use client";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { showToast } from "@/app/_ui/toast";
import { describeError } from "../api/api-error";
import { type Assignment, isAssigned } from "./assignment";
import { AssignmentRow } from "./assignment-row";
import { summarizeAssignments, toUploads } from "./assignments";
import { guessAssignments } from "./guess-assignments";
import { matchLeft } from "./left-uploads";
import { useUploadItems, useUploads } from "./upload-provider";
import type { UploadTarget } from "./upload-target";

interface UploadDialogProps {
  target: UploadTarget;
  files: File[];
  onClose: () => void;
}

/** Where each file goes, before anything is written: a new song under a name of one's choice, or a version of one that is there. */
export function UploadDialog({ target, files, onClose }: UploadDialogProps) {
  const uploads = useUploads();
  const items = useUploadItems();
  const [left] = useState(() => matchLeft(files, items));
  const [rows, setRows] = useState<Assignment[]>(() => guessAssignments(files, target, left));
  const [isStarting, setStarting] = useState(false);
  const change = (index: number, part: Partial<Assignment>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const start = async () => {
    setStarting(true);
    try {
      const store = await uploads.load();
      for (const { goesOnWith, file } of rows) if (goesOnWith) store.resume(goesOnWith.id, file);
      store.add(toUploads(rows, target));
      onClose();
    } catch (error) {
      setStarting(false);
      showToast({ message: "The upload could not begin", detail: describeError(error), tone: "bad" });
    }
  };
  return (
    <Dialog
      title={rows.length === 1 ? "Where does this take go?" : `Where do these ${rows.length} takes go?`}
      description={summarizeAssignments(rows, target)}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width="large"
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            Not now
          </Button>
          <Button
            variant="go"
            disabled={rows.length === 0 || !rows.every(isAssigned) || isStarting}
            onClick={() => void start()}
          >
            {rows.length === 1 ? "Upload 1 take" : `Upload ${rows.length} takes`}
          </Button>
        </>
      }
    >
      <ul className="grid gap-4">
        {rows.map((row, index) => (
          <AssignmentRow
            // Two files may share a name; their place in the list is what tells them apart.
            key={index}
            row={row}
            rows={rows}
            songs={target.songs}
            left={left.get(row.file)}
            onChange={(part) => change(index, part)}
            onRemove={rows.length > 1 ? () => setRows(rows.filter((_, at) => at !== index)) : undefined}
          />
        ))}
      </ul>
    </Dialog>
  );
}

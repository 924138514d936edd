"use client";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { SegmentedControl } from "@/app/_ui/segmented-control";
import { showToast } from "@/app/_ui/toast";
import { describeError } from "../api/api-error";
import { type Assignment, isAssigned } from "./assignment";
import { AssignmentRow } from "./assignment-row";
import { moveRows, summarizeAssignments, toUploads } from "./assignments";
import { guessAssignments, type Sharing } from "./guess-assignments";
import { matchLeft } from "./left-uploads";
import { SharedSong } from "./shared-song";
import { describeLeftOut, type Takes } from "./take-files";
import { useUploadItems, useUploads } from "./upload-provider";
import type { UploadTarget } from "./upload-target";

interface UploadDialogProps {
  target: UploadTarget;
  takes: Takes;
  /** What the files themselves say they are called. */
  titles: ReadonlyMap<File, string>;
  onClose: () => void;
  /** Where the target is chosen, if it is open yet. */
  placeFields?: ReactNode;
  /** Its songs have come, or its name is written. */
  isTargetKnown?: boolean;
}

const SHARINGS: { value: Sharing; label: string }[] = [
  { value: "guessed", label: "By name" },
  { value: "each", label: "A song each" },
  { value: "one", label: "All one song" },
];

/** Where each file goes, before anything is written: a new song under a name of one's choice, or a version of one that is there. */
export function UploadDialog({ target, takes, titles, onClose, placeFields, isTargetKnown = true }: UploadDialogProps) {
  const uploads = useUploads();
  const items = useUploadItems();
  const [left] = useState(() => matchLeft(takes.files, items));
  const guess = (files: File[], sharing: Sharing) => guessAssignments({ files, target, left, titles, sharing });
  const [sharing, setSharing] = useState<Sharing>(target.songId ? "one" : "guessed");
  const [rows, setRows] = useState<Assignment[]>(() => guess(takes.files, sharing));
  const [isStarting, setStarting] = useState(false);
  // Another project, or its songs come: what is there is guessed anew.
  const place = target.makeProject ? "new" : `${target.projectId} ${isTargetKnown}`;
  const [guessedFor, setGuessedFor] = useState(place);
  if (guessedFor !== place) {
    setGuessedFor(place);
    const files = rows.map((row) => row.file);
    setRows(moveRows(rows, guess(files, sharing)));
  }
  const isOne = sharing === "one" && rows.length > 1;
  const change = (index: number, part: Partial<Assignment>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const share = (wanted: Sharing) => {
    setSharing(wanted);
    setRows(
      guess(
        rows.map((row) => row.file),
        wanted,
      ),
    );
  };
  const start = async () => {
    setStarting(true);
    try {
      const store = await uploads.load();
      for (const { goesOnWith, file } of rows) if (goesOnWith) store.resume(goesOnWith.id, file);
      const projectId = (await target.makeProject?.()) ?? target.projectId;
      await store.add(toUploads(rows, { ...target, projectId }));
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
            disabled={rows.length === 0 || !rows.every(isAssigned) || !isTargetKnown || isStarting}
            onClick={() => void start()}
          >
            {rows.length === 1 ? "Upload 1 take" : `Upload ${rows.length} takes`}
          </Button>
        </>
      }
    >
      {placeFields}
      {rows.length > 1 && (
        <div className="mb-4 grid gap-3">
          <SegmentedControl label="These takes are" options={SHARINGS} value={sharing} onValueChange={share} />
          {isOne && <SharedSong rows={rows} songs={target.songs} onChange={setRows} />}
        </div>
      )}
      {takes.leftOut.length > 0 && (
        <p className="mb-4 text-grey-1 text-meta">Left out: {describeLeftOut(takes.leftOut)}.</p>
      )}
      <ul className="grid gap-4">
        {rows.map((row, index) => (
          <AssignmentRow
            // Two files may share a name; their place in the list is what tells them apart.
            key={index}
            row={row}
            rows={rows}
            songs={target.songs}
            left={left.get(row.file)}
            isPlaced={isOne}
            onChange={(part) => change(index, part)}
            onRemove={rows.length > 1 ? () => setRows(rows.filter((_, at) => at !== index)) : undefined}
          />
        ))}
      </ul>
    </Dialog>
  );
}

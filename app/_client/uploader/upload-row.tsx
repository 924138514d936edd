"use client";
import { FolderOpen, Pause, Play, X } from "lucide-react";
import { memo } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import { isOnItsWay, isOver, type UploadItem } from "./upload-item";
import { UploadState } from "./upload-state";
import { useUploadActions } from "./use-upload-actions";

interface UploadRowProps {
  item: UploadItem;
  /** Asks for the file of an upload that was left. */
  onChoose: (id: string) => void;
  /** Others were left, too, and are asked for together: the row is brief. */
  isBrief: boolean;
}

/** One file. Rows out of sight are not laid out, and those of files that rest are not drawn again: there may be two hundred. */
export const UploadRow = memo(function UploadRow({ item, onChoose, isBrief }: UploadRowProps) {
  return (
    <li className="border-grey-3 border-t py-2.5 pr-1.5 pl-3.5 [contain-intrinsic-size:auto_62px] [content-visibility:auto]">
      <div className="flex items-center gap-1">
        <p className="min-w-0 flex-1 truncate font-strong" title={item.fileName}>
          {item.fileName}
        </p>
        {isBrief && item.phase === "left" && (
          <IconButton label={`Choose ${item.fileName} again`} size="small" onClick={() => onChoose(item.id)}>
            <FolderOpen aria-hidden />
          </IconButton>
        )}
        <PauseButton item={item} />
        <CloseButton item={item} />
      </div>
      <div className="pr-2">
        <UploadState item={item} onChoose={onChoose} isBrief={isBrief} />
      </div>
    </li>
  );
});

function PauseButton({ item }: { item: UploadItem }) {
  const act = useUploadActions();
  if (item.phase === "paused") {
    return (
      <IconButton
        label={`Go on with ${item.fileName}`}
        size="small"
        onClick={() => act((store) => store.goOn(item.id))}
      >
        <Play aria-hidden />
      </IconButton>
    );
  }
  if (!isOnItsWay(item) || item.phase === "finishing") return null;
  return (
    <IconButton label={`Pause ${item.fileName}`} size="small" onClick={() => act((store) => store.pause(item.id))}>
      <Pause aria-hidden />
    </IconButton>
  );
}

function CloseButton({ item }: { item: UploadItem }) {
  const act = useUploadActions();
  const isLeft = item.phase === "left" || item.phase === "differs";
  const label = isOver(item) || item.phase === "elsewhere" ? "off the list" : null;
  return (
    <IconButton
      label={label ? `Take ${item.fileName} ${label}` : `${isLeft ? "Discard" : "Cancel"} ${item.fileName}`}
      size="small"
      onClick={() => act((store) => (item.phase === "done" ? store.dismiss(item.id) : store.cancel(item.id)))}
    >
      <X aria-hidden />
    </IconButton>
  );
}

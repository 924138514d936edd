"use client";
import {
  AppWindow,
  CircleAlert,
  CircleCheck,
  Clock,
  CloudOff,
  FolderOpen,
  Pause,
  RotateCw,
  Upload,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { formatBytes } from "@/lib/core/format-bytes";
import { songPath } from "../api/queries";
import type { UploadItem } from "./upload-item";
import { useUploadActions } from "./use-upload-actions";
import { describeRate, describeSent } from "./words";

interface UploadStateProps {
  item: UploadItem;
  onChoose: (id: string) => void;
  isBrief: boolean;
}

/** Where a file is, in words, and what one can do about it. */
export function UploadState({ item, onChoose, isBrief }: UploadStateProps) {
  switch (item.phase) {
    case "waiting":
      return <Line icon={<Clock aria-hidden />}>Waiting for its turn · {placeOf(item)}</Line>;
    case "checking":
      return <Line icon={<Clock aria-hidden />}>Comparing it with what arrived…</Line>;
    case "sending":
      return <Sent item={item} aside={describeRate(item.bytesPerSec, item.secondsLeft)} />;
    case "paused":
      return item.sentBytes > 0 ? (
        <Sent item={item} aside="Paused" />
      ) : (
        <Line icon={<Pause aria-hidden />}>Paused · {placeOf(item)}</Line>
      );
    case "held":
      return <HeldLine item={item} />;
    case "elsewhere":
      return <Line icon={<AppWindow aria-hidden />}>On its way in another window · {placeOf(item)}</Line>;
    case "left":
      return <LeftLine item={item} onChoose={onChoose} isBrief={isBrief} />;
    case "differs":
      return <DiffersLine item={item} onChoose={onChoose} />;
    case "finishing":
      return <Line icon={<Clock aria-hidden />}>All sent. Checking what arrived…</Line>;
    case "done":
      return <DoneLine item={item} />;
    case "failed":
      return <FailedLine item={item} />;
    case "cancelled":
      return null;
  }
}

function placeOf({ songName, projectName }: UploadItem): string {
  return `${songName} in ${projectName}`;
}

function Sent({ item, aside }: { item: UploadItem; aside: string }) {
  return (
    <>
      <ProgressBar
        className="mt-1.5"
        label={`${item.fileName} on its way`}
        value={item.sizeBytes === 0 ? 0 : item.sentBytes / item.sizeBytes}
        valueText={describeSent(item.sentBytes, item.sizeBytes)}
      />
      <p className="mt-1.5 flex justify-between text-grey-2 text-meta tabular-nums">
        <span>{describeSent(item.sentBytes, item.sizeBytes)}</span>
        <span>{aside}</span>
      </p>
    </>
  );
}

function HeldLine({ item }: { item: UploadItem }) {
  const act = useUploadActions();
  return (
    <>
      <Line icon={<CloudOff aria-hidden />}>{item.error}</Line>
      <Button size="small" className="mt-2" onClick={() => act((store) => store.tryNow())}>
        <RotateCw aria-hidden />
        Try now
      </Button>
    </>
  );
}

function LeftLine({ item, onChoose, isBrief }: UploadStateProps) {
  const kept =
    item.sentBytes > 0 ? `${describeSent(item.sentBytes, item.sizeBytes)} arrived` : formatBytes(item.sizeBytes);
  if (isBrief) return <Line icon={<Pause aria-hidden />}>{item.error ?? `${kept} · ${placeOf(item)}`}</Line>;
  return (
    <>
      <Line icon={<Pause aria-hidden />}>
        {item.error ?? `For ${placeOf(item)}: ${kept}. Choose the file again to go on.`}
      </Line>
      <Button size="small" className="mt-2" onClick={() => onChoose(item.id)}>
        <FolderOpen aria-hidden />
        Choose the file
      </Button>
    </>
  );
}

function DiffersLine({ item, onChoose }: Omit<UploadStateProps, "isBrief">) {
  const act = useUploadActions();
  return (
    <>
      <Alert>{item.error}</Alert>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={() => act((store) => store.sendAsNewTake(item.id))}>
          <Upload aria-hidden />
          Upload it as a new take
        </Button>
        <Button size="small" variant="quiet" onClick={() => onChoose(item.id)}>
          <FolderOpen aria-hidden />
          Choose another
        </Button>
      </div>
    </>
  );
}

function DoneLine({ item }: { item: UploadItem }) {
  return (
    <Line icon={<CircleCheck aria-hidden className="text-good-text" />}>
      {item.song ? (
        <Link href={songPath(item.song)} className="underline underline-offset-3 hover:text-ink">
          {item.versionNumber === null ? item.songName : `${item.songName} v${item.versionNumber}`}
        </Link>
      ) : (
        item.songName
      )}{" "}
      {item.purpose === "version" ? `is in ${item.projectName}` : "has it"}
    </Line>
  );
}

function FailedLine({ item }: { item: UploadItem }) {
  const act = useUploadActions();
  return (
    <>
      <Alert>{item.error}</Alert>
      {!item.isFinal && (
        <Button size="small" className="mt-2" onClick={() => act((store) => store.goOn(item.id))}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </>
  );
}

function Alert({ children }: { children: ReactNode }) {
  return (
    <p className="mt-1 flex gap-1.5 text-bad-text text-meta" role="alert">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="mt-1 flex gap-1.5 text-grey-1 text-meta [&_svg]:mt-px [&_svg]:size-3.5 [&_svg]:shrink-0">
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}

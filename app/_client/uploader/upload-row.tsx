"use client";
import { CircleAlert, CircleCheck, Clock, RotateCw, X } from "lucide-react";
import Link from "next/link";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { showToast } from "@/app/_ui/toast";
import { describeError } from "../api/api-error";
import { songPath } from "../api/queries";
import { isOver, type UploadItem } from "./upload-item";
import { useUploads } from "./upload-provider";
import { describeRate, describeSent } from "./words";

export function UploadRow({ item }: { item: UploadItem }) {
  const uploads = useUploads();
  const isGone = isOver(item);
  const close = () => {
    const end = async () => {
      const store = await uploads.load();
      if (item.phase === "done") store.dismiss(item.id);
      else await store.cancel(item.id);
    };
    end().catch((error: unknown) => showToast({ message: describeError(error), tone: "bad" }));
  };
  return (
    <li className="border-grey-3 border-t py-2.5 pr-1.5 pl-3.5">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate font-strong" title={item.fileName}>
          {item.fileName}
        </p>
        <IconButton
          label={isGone ? `Take ${item.fileName} off the list` : `Cancel ${item.fileName}`}
          size="small"
          onClick={close}
        >
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="pr-2">
        <UploadState item={item} />
      </div>
    </li>
  );
}

function UploadState({ item }: { item: UploadItem }) {
  switch (item.phase) {
    case "waiting":
      return <Line icon={<Clock aria-hidden />}>Waiting for its turn</Line>;
    case "sending":
      return (
        <>
          <ProgressBar
            className="mt-1.5"
            label={`${item.fileName} on its way`}
            value={item.sizeBytes === 0 ? 0 : item.sentBytes / item.sizeBytes}
          />
          <p className="mt-1.5 flex justify-between text-grey-2 text-meta tabular-nums">
            <span>{describeSent(item.sentBytes, item.sizeBytes)}</span>
            <span>{describeRate(item.bytesPerSec, item.secondsLeft)}</span>
          </p>
        </>
      );
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

function DoneLine({ item }: { item: UploadItem }) {
  return (
    <Line icon={<CircleCheck aria-hidden className="text-good-text" />}>
      {item.song ? (
        <Link href={songPath(item.song)} className="underline underline-offset-3 hover:text-ink">
          {item.songName} v{item.versionNumber}
        </Link>
      ) : (
        item.songName
      )}{" "}
      is in {item.projectName}
    </Line>
  );
}

function FailedLine({ item }: { item: UploadItem }) {
  const uploads = useUploads();
  return (
    <>
      <p className="mt-1 flex gap-1.5 text-bad-text text-meta" role="alert">
        <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
        {item.error}
      </p>
      {!item.isFinal && (
        <Button size="small" className="mt-2" onClick={() => void uploads.load().then((store) => store.retry(item.id))}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </>
  );
}

function Line({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <p className="mt-1 flex items-center gap-1.5 text-grey-1 text-meta [&_svg]:size-3.5 [&_svg]:shrink-0">
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}

"use client";
import { Upload } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { formatTime } from "@/app/_ui/format-time";

const MARK_EVERY_SEC = 30;
const MARKS = 7;
/** The last mark stands before the edge, so that the ruler seems to go on. */
const SHOWN_SEC = 195;

/** An empty song: a ruler, a flat line, and the way to fill it. Drops are taken by the whole page. */
export function DropZone({ onChoose }: { onChoose: () => void }) {
  return (
    <div className="relative mt-8 grid h-[232px] grid-rows-[28px_1fr] overflow-hidden rounded-panel border border-edge border-dashed bg-paper-low max-desk:-mx-4 max-desk:mt-5 max-desk:h-[216px] max-desk:rounded-none max-desk:border-x-0">
      <div aria-hidden className="relative border-grey-3 border-b text-grey-2 text-micro tabular-nums">
        {Array.from({ length: MARKS }, (_, mark) => mark * MARK_EVERY_SEC).map((sec) => (
          <span
            key={sec}
            className="absolute inset-y-0 border-grey-3 border-l pl-1.5 leading-[27px] first:border-l-0 max-desk:even:hidden"
            style={{ left: `${(sec / SHOWN_SEC) * 100}%` }}
          >
            {formatTime(sec)}
          </span>
        ))}
      </div>
      <div aria-hidden className="relative">
        <span className="absolute inset-x-0 top-1/2 h-0.5 -translate-y-1/2 bg-wave-peak" />
      </div>
      <div className="absolute inset-0 top-7 grid place-items-center">
        <div className="flex flex-col items-center gap-0.5 rounded-panel bg-paper-low px-6 py-4 text-center max-desk:px-3.5">
          <p className="font-strong text-lead">
            <span className="max-desk:hidden">Drop takes here</span>
            <span className="desk:hidden">Take one from this phone</span>
          </p>
          <p className="max-w-[46ch] text-grey-1 text-ui">WAV, AIFF, FLAC, MP3, M4A, OGG. One file makes one song.</p>
          <Button variant="go" onClick={onChoose} className="mt-3.5 h-9! max-desk:h-11!">
            <Upload aria-hidden />
            Choose takes
          </Button>
        </div>
      </div>
    </div>
  );
}

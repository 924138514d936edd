"use client";
import { Dialog } from "@/app/_ui/dialog";
import { Kbd } from "@/app/_ui/kbd";

const KEYS: [keys: string[], does: string][] = [
  [["Space", "K"], "Play or pause"],
  [["←", "→"], "Back or on by 5 seconds, with Shift by 1"],
  [["J", "L"], "Back or on by 10 seconds; with a range, L loops it"],
  [["C"], "Comment at this moment"],
  [["[", "]"], "Start and end of a range"],
  [["N", "P"], "Next or previous comment"],
  [["R"], "Resolve the lit comment, or open it again"],
  [["1 … 9"], "Version"],
  [["B"], "Brief or comments"],
  [["M"], "Mute"],
  [["/", "⌘ K"], "Search"],
  [["?"], "All keys"],
];

/** Every key of the song page. */
export function KeysDialog({ onOpenChange }: { onOpenChange: (isOpen: boolean) => void }) {
  return (
    <Dialog title="All keys" isOpen onOpenChange={onOpenChange} width="small">
      <dl className="grid gap-2.5">
        {KEYS.map(([keys, does]) => (
          <div key={does} className="flex items-center gap-3">
            <dt className="flex w-24 shrink-0 gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-grey-1">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

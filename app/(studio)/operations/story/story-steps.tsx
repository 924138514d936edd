import { CircleAlert, CircleCheck, CircleDashed, CircleHelp } from "lucide-react";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { StoryStep } from "@/lib/domains/operations/story/schema";

const LOOKS = {
  done: { icon: CircleCheck, word: "Done", className: "text-grey-2" },
  waits: { icon: CircleDashed, word: "Waits", className: "text-accent-text" },
  missing: { icon: CircleHelp, word: "Missing", className: "text-bad-text" },
  failed: { icon: CircleAlert, word: "Failed", className: "text-bad-text" },
} as const;

/** In their order, each with how it stands in words before it is shown by a colour. */
export function StorySteps({ steps }: { steps: readonly StoryStep[] }) {
  return (
    <ol aria-label="Steps" className="mt-3 border-grey-3 border-t">
      {steps.map(({ at, how, what, detail, requestId }, i) => {
        const { icon: Icon, word, className } = LOOKS[how];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id, and the list is never reordered.
          <li key={i} className="flex gap-2.5 border-grey-3 border-b py-2">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${className}`} />
            <div className="min-w-0 flex-1">
              <p className="text-pretty [overflow-wrap:anywhere]">
                {how !== "done" && <span className={`font-strong ${className}`}>{word}: </span>}
                {what}
              </p>
              {detail && <p className="text-pretty text-grey-1 [overflow-wrap:anywhere]">{detail}</p>}
              <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">
                {at ? <RelativeTime instant={at} /> : "at a time that is not known"}
                {requestId && ` · request ${requestId}`}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

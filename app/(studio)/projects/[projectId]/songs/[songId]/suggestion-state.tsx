"use client";
import { CircleAlert, RotateCw, Sparkles } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { Button } from "@/app/_ui/button";
import { showToast } from "@/app/_ui/toast";
import { AiConsentDialog } from "@/app/(studio)/_frame/ai-consent-dialog";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

interface SuggestionStateProps {
  song: SongView;
  version: VersionView;
  /** Asks the model; null for those who may not. */
  onAsk: (() => Promise<void>) | null;
}

/** Why there are no suggestions of a model, and what can be done about it. Says nothing where there are some. */
export function SuggestionState(props: SuggestionStateProps) {
  const { song, version } = props;
  const [isOpen, setOpen] = useState(false);
  const project = { id: song.projectId, name: song.projectName, ai: song.ai };
  if (!version.analysis.facts) return null;
  return (
    <>
      <State {...props} onTurnOn={canDo(song.role, "moderate") ? () => setOpen(true) : null} />
      {/* Beside the state, which changes with what is chosen in it. */}
      <AiConsentDialog project={project} isOpen={isOpen} onOpenChange={setOpen} />
    </>
  );
}

/** Only the owner can turn them on. */
function State({ song, version, onAsk, onTurnOn }: SuggestionStateProps & { onTurnOn: (() => void) | null }) {
  const { state, message } = version.tagRequest;
  if (!song.ai.recipient) return <Line>AI tags unavailable: no AI model is set up here</Line>;
  if (!song.ai.isOn) {
    return (
      <Line>
        AI tags are off for this project
        {onTurnOn && (
          <Button size="small" onClick={onTurnOn}>
            Turn on …
          </Button>
        )}
      </Line>
    );
  }
  switch (state) {
    case "none":
      return onAsk && <AskButton label="Suggest tags" onAsk={onAsk} />;
    case "waiting":
      return <Line>Waiting for tags from the AI model …</Line>;
    case "failed":
      return (
        <Line isBad>
          <span className="min-w-0 max-desk:flex-1 max-desk:basis-56">{message}</span>
          {onAsk && <AskButton label="Try again" onAsk={onAsk} />}
        </Line>
      );
    case "done":
      if (version.tags.some((tag) => tag.source === "ai")) return null;
      return (
        <Line>
          The AI model found no tag that fits
          {onAsk && <AskButton label="Ask again" onAsk={onAsk} />}
        </Line>
      );
  }
}

function Line({ isBad = false, children }: { isBad?: boolean; children: ReactNode }) {
  return (
    <div
      role="status"
      className={`flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-meta ${isBad ? "basis-full text-bad-text" : "text-grey-2"}`}
    >
      {isBad ? (
        <CircleAlert aria-hidden className="size-3.5 shrink-0" />
      ) : (
        <Sparkles aria-hidden className="size-3.5 shrink-0" />
      )}
      {children}
    </div>
  );
}

function AskButton({ label, onAsk }: { label: string; onAsk: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    try {
      await onAsk();
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="small" onClick={() => void ask()} disabled={isBusy}>
      {label === "Suggest tags" ? <Sparkles aria-hidden /> : <RotateCw aria-hidden />}
      {label}
    </Button>
  );
}

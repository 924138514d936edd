"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, projectQuery, projectsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Checkbox } from "@/app/_ui/checkbox";
import { Dialog } from "@/app/_ui/dialog";
import type { AiConsent, AiView, ProjectView } from "@/lib/domains/projects/schema";

interface AiConsentDialogProps {
  project: { id: string; name: string; ai: AiView };
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Where a project's owner allows that a model suggests tags and reads notes, and reads what is sent to whom. */
export function AiConsentDialog({ project, isOpen, onOpenChange }: AiConsentDialogProps) {
  const { recipient, isOn, readsNotes } = project.ai;
  const { save, isBusy, error } = useConsent(project.id);
  return (
    <Dialog title="AI suggestions" width="medium" isOpen={isOpen} onOpenChange={onOpenChange}>
      {recipient ? (
        <div className="grid gap-3">
          <p>
            An AI model can suggest {recipient.getsSound ? "genre, mood, instruments, vocals" : "genre, mood"} and
            production for the takes in <bdi>{project.name}</bdi>. The band accepts or dismisses each suggestion.
          </p>
          <div className="grid gap-1 text-grey-1 text-ui">
            <p>
              For each new take, and for an older one when somebody asks, this is sent to{" "}
              <strong className="wrap-anywhere text-ink">{recipient.host}</strong> (model{" "}
              <bdi className="wrap-anywhere">{recipient.model}</bdi>):
            </p>
            <ul className="list-disc pl-5">
              <li>its figures: length, tempo, key, loudness, dynamics and stereo width</li>
              {recipient.getsSound && <li>up to 30 seconds of its sound, as a small MP3</li>}
            </ul>
            <p>
              Never sent: names of songs, files and people, tags, text inside of files, and without the second box below
              any comment. What <bdi className="wrap-anywhere">{recipient.host}</bdi> does with it is up to its own
              terms.
            </p>
          </div>
          <Checkbox
            label="Send this, and suggest tags"
            hint="When off, nothing is sent. Suggestions that are there stay."
            isChecked={isOn}
            isDisabled={isBusy}
            onCheckedChange={(isChecked) => save(isChecked ? consentTo(recipient, false) : { isOn: false })}
          />
          <Checkbox
            label="Send comments, too, for briefs"
            hint="When somebody has a brief made by the model, the open comments of that version are sent, without the names of who wrote them. When off, rules make briefs here."
            isChecked={readsNotes}
            isDisabled={isBusy || !isOn}
            onCheckedChange={(isChecked) => save(consentTo(recipient, isChecked))}
          />
          {error && (
            <p role="alert" className="text-bad-text">
              {error}
            </p>
          )}
        </div>
      ) : (
        <p>AI tags are unavailable: this Segno has no AI model. Whoever runs it can set one up.</p>
      )}
    </Dialog>
  );
}

function consentTo({ host, getsSound }: NonNullable<AiView["recipient"]>, readsNotes: boolean): AiConsent {
  return { isOn: true, host, getsSound, readsNotes };
}

function useConsent(projectId: string) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = async (consent: AiConsent) => {
    setBusy(true);
    setError(null);
    try {
      const path = `/api${projectPath(projectId)}/ai-consent`;
      const changed = await callApi<ProjectView>(path, { method: "PATCH", body: consent });
      client.setQueryData(projectQuery(projectId).queryKey, changed);
    } catch (failure) {
      setError(describeError(failure));
    } finally {
      setBusy(false);
      // Songs say, too, whether suggestions are on; a refusal means that what was read is old.
      void client.invalidateQueries({ queryKey: projectQuery(projectId).queryKey, exact: true });
      void client.invalidateQueries({ queryKey: projectsQuery().queryKey, exact: true });
      void client.invalidateQueries({ queryKey: ["song"] });
    }
  };
  return { save: (consent: AiConsent) => void change(consent), isBusy, error };
}

"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/text-field";
import type { MailOverview } from "@/lib/domains/operations/mail/schema";
import { readLimit } from "./mail-words";

interface MailLimitProps {
  view: MailOverview;
  isBusy: boolean;
  onSet: (dailyLimit: number | null) => void;
}

/** How many mails a day may go: as configured, or as an administrator says. */
export function MailLimit({ view, isBusy, onSet }: MailLimitProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title="How many mails a day?"
      description="As many as your provider lets this Segno send. What waits for the next day goes as soon as there are more."
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button disabled={isBusy}>Change limit…</Button>}
    >
      <LimitForm
        view={view}
        onSet={(dailyLimit) => {
          setOpen(false);
          onSet(dailyLimit);
        }}
      />
    </Dialog>
  );
}

function LimitForm({ view, onSet }: Omit<MailLimitProps, "isBusy">) {
  const configured = view.setLimit?.configured ?? view.dailyLimit;
  const [typed, setTyped] = useState(view.setLimit ? String(view.dailyLimit) : "");
  const [error, setError] = useState<string | undefined>(undefined);
  const set = (event: FormEvent) => {
    event.preventDefault();
    const limit = readLimit(typed);
    setError(
      limit === undefined ? "Give a whole number of mails a day, or nothing for what is configured." : undefined,
    );
    if (limit !== undefined) onSet(limit);
  };
  return (
    <form onSubmit={set} noValidate className="grid gap-4">
      <TextField
        label="Mails a day"
        hint={`Leave it empty for the ${configured.toLocaleString("en")} that are configured.`}
        error={error}
        inputMode="numeric"
        autoComplete="off"
        name="dailyLimit"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="go">
          Set the limit
        </Button>
      </div>
    </form>
  );
}

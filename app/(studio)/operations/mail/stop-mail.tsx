"use client";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Dialog } from "@/app/_ui/dialog";
import type { LaneName, LaneView } from "@/lib/domains/operations/mail/schema";

interface StopMailProps {
  lanes: readonly LaneView[];
  isBusy: boolean;
  onStop: (lanes: LaneName[]) => void;
}

const ACCOUNT_MAIL_HINT = "Then nobody can verify an address, set a new password or be invited by mail.";

/** The switch: digests for certain, account mail only when that is wanted as well. */
export function StopMail({ lanes, isBusy, onStop }: StopMailProps) {
  const [isOpen, setOpen] = useState(false);
  const [hasAccountMail, setHasAccountMail] = useState(false);
  const running = lanes.filter(({ state }) => state !== "stopped" && state !== "stopped_by_volume");
  const hasDigests = running.some(({ lane }) => lane === "bulk");
  if (running.length === 0) return null;
  // With digests stopped already there is nothing to choose.
  const canChoose = hasDigests && running.length > 1;
  const isWithAccountMail = canChoose ? hasAccountMail : !hasDigests;
  const stop = () => {
    setOpen(false);
    onStop(running.map(({ lane }) => lane).filter((lane) => lane === "bulk" || isWithAccountMail));
  };
  return (
    <Dialog
      title={hasDigests ? "Stop mail?" : "Stop account mail, too?"}
      description={
        hasDigests
          ? "No digest leaves from now on, also none of those under way. When you let them go again, a reader gets one at most."
          : ACCOUNT_MAIL_HINT
      }
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button disabled={isBusy}>{hasDigests ? "Stop mail…" : "Stop account mail…"}</Button>}
      actions={
        <>
          <Button onClick={() => setOpen(false)}>Leave it</Button>
          <Button variant="danger" onClick={stop}>
            {hasDigests ? (isWithAccountMail ? "Stop all mail" : "Stop digests") : "Stop account mail"}
          </Button>
        </>
      }
    >
      {canChoose && (
        <Checkbox
          label="Stop account mail, too"
          hint={ACCOUNT_MAIL_HINT}
          isChecked={hasAccountMail}
          onCheckedChange={setHasAccountMail}
        />
      )}
    </Dialog>
  );
}

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

/** The switch: digests for certain, account mail only when that is wanted as well. */
export function StopMail({ lanes, isBusy, onStop }: StopMailProps) {
  const [isOpen, setOpen] = useState(false);
  const [hasAccountMail, setHasAccountMail] = useState(false);
  const isAllStopped = lanes.every(({ state }) => state === "stopped");
  if (isAllStopped) return null;
  const stop = () => {
    setOpen(false);
    onStop(hasAccountMail ? ["bulk", "transactional"] : ["bulk"]);
  };
  return (
    <Dialog
      title="Stop mail?"
      description="No digest leaves from now on, also none of those under way. When you let them go again, a reader gets one at most."
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button disabled={isBusy}>Stop mail…</Button>}
      actions={
        <>
          <Button onClick={() => setOpen(false)}>Leave it</Button>
          <Button variant="danger" onClick={stop}>
            {hasAccountMail ? "Stop all mail" : "Stop digests"}
          </Button>
        </>
      }
    >
      <Checkbox
        label="Stop account mail, too"
        hint="Then nobody can verify an address, set a new password or be invited by mail."
        isChecked={hasAccountMail}
        onCheckedChange={setHasAccountMail}
      />
    </Dialog>
  );
}

"use client";
import { Mail } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";

/**
 * Somebody signed in whose address is not verified yet: what waits, and how to get the link again. To an address from
 * which mail came back none is sent, so asking again would be in vain.
 */
export function VerifyNotice({ email, hasBounced }: { email: string; hasBounced: boolean }) {
  const [told, setTold] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const sendAgain = async () => {
    setBusy(true);
    try {
      await callApi("/api/accounts/verification", { method: "POST", body: { email } });
      setTold(`Sent to ${email}. It should be there within a minute; look under spam, too.`);
    } catch (error) {
      setTold(describeError(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section
      aria-label="Verify your address"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-grey-3 border-b bg-accent-wash px-6 py-2.5 max-desk:px-4"
    >
      <Mail aria-hidden className="size-4 shrink-0 text-accent-text" />
      <p className="min-w-0 flex-1 basis-64 text-ui">
        <strong className="font-strong">Verify your mail.</strong>{" "}
        <span className="text-grey-1" role="status">
          {hasBounced
            ? `Mail to ${email} came back, so none is sent there. If the address is right, ask whoever looks after this Segno to let mail go to it again; if not, sign up with the right one.`
            : (told ?? `We sent a link to ${email}. Until you press it you can listen to what was shared with you.`)}
        </span>
      </p>
      {!hasBounced && (
        <Button size="small" onClick={() => void sendAgain()} disabled={isBusy}>
          {isBusy ? "Sending…" : "Send again"}
        </Button>
      )}
    </section>
  );
}

"use client";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { IdentityView } from "@/lib/domains/accounts/linking/schema";

/** A provider that signs one in, and how to end that. */
export function LinkedProvider({ identity, className }: { identity: IdentityView; className: string }) {
  const [isGone, setGone] = useState(false);
  const { id, providerName, linkedAt } = identity;
  const unlink = async () => {
    try {
      await callApi(`/api/account/identities/${id}`, { method: "DELETE" });
      setGone(true);
      showToast({ message: `${providerName} signs you in no longer` });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  if (isGone) return null;
  return (
    <li className={className}>
      <span className="w-24 truncate text-grey-1">{providerName}</span>
      <span className="min-w-0 flex-1 text-grey-1">
        signs you in, since <RelativeTime instant={linkedAt} form="at" />
      </span>
      <AlertDialog
        title={`Unlink ${providerName}?`}
        description={`It lets you in no longer. Whoever signs in with ${providerName} and your address is linked again.`}
        actionLabel="Unlink"
        onAction={() => void unlink()}
        trigger={<Button size="small">Unlink …</Button>}
      />
    </li>
  );
}

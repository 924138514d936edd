"use client";
import { CircleAlert, Link2, Mail, RotateCw, X } from "lucide-react";
import { copyText } from "@/app/_client/copy-text";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { joinClasses } from "@/app/_ui/class-names";
import { IconButton } from "@/app/_ui/icon-button";
import type { InviteView } from "@/lib/domains/shares/schema";
import type { ShareTarget } from "./share-target";
import { describeMail, describeRole } from "./share-words";
import { useShareDeeds } from "./use-share-deeds";

interface ShareInviteRowProps {
  target: ShareTarget;
  invite: InviteView;
  /** The song's name when it is that song alone. */
  extent: string | null;
}

/** Somebody who was asked and has not come yet. */
export function ShareInviteRow({ target, invite, extent }: ShareInviteRowProps) {
  const deeds = useShareDeeds(target.projectId, invite.id);
  const mail = describeMail(invite.mail);
  const Icon = mail.isTrouble ? CircleAlert : Mail;
  return (
    <li className="flex min-h-12 items-center gap-3 py-1 max-desk:flex-wrap">
      <span
        aria-hidden
        className={joinClasses(
          "grid size-[26px] shrink-0 place-items-center rounded-full border border-edge border-dashed",
          mail.isTrouble ? "text-bad-text" : "text-grey-2",
        )}
      >
        <Icon className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">{invite.email}</p>
        <p className="text-pretty text-grey-2 text-meta">
          invited, {describeRole(invite.role)}
          {extent && `, ${extent} alone`} ·{" "}
          <span className={mail.isTrouble ? "text-bad-text" : undefined}>{mail.words}</span>
        </p>
      </div>
      <div className="flex items-center">
        <IconButton
          label={`Copy the link for ${invite.email}`}
          onClick={() => void copyText(invite.link, "The invite's link is copied. It works once.")}
        >
          <Link2 aria-hidden />
        </IconButton>
        <IconButton
          label={`Mail ${invite.email} again`}
          disabled={deeds.isBusy}
          onClick={() => void deeds.resend(`Another mail to ${invite.email} is on its way`)}
        >
          <RotateCw aria-hidden />
        </IconButton>
        <AlertDialog
          title={`Withdraw the invite for ${invite.email}?`}
          description="Its link stops working at once. You can invite them again later."
          actionLabel="Withdraw"
          onAction={() => void deeds.remove(`The invite for ${invite.email} is withdrawn`)}
          trigger={
            <IconButton label={`Withdraw the invite for ${invite.email}`} disabled={deeds.isBusy}>
              <X aria-hidden />
            </IconButton>
          }
        />
      </div>
    </li>
  );
}

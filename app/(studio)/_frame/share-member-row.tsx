"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { projectQuery } from "@/app/_client/api/queries";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Avatar } from "@/app/_ui/avatar";
import { Checkbox } from "@/app/_ui/checkbox";
import { IconButton } from "@/app/_ui/icon-button";
import { Select } from "@/app/_ui/select";
import { givenRoleSchema, type MemberView } from "@/lib/domains/shares/schema";
import { OfferButton } from "./offer-button";
import { usePerson } from "./person";
import type { ShareTarget } from "./share-target";
import { describeRole, GIVEN_ROLES } from "./share-words";
import { useShareDeeds } from "./use-share-deeds";

interface ShareMemberRowProps {
  target: ShareTarget;
  member: MemberView;
  /** The song's name when it is that song alone. */
  extent: string | null;
}

export function ShareMemberRow({ target, member, extent }: ShareMemberRowProps) {
  const me = usePerson();
  const deeds = useShareDeeds(target.projectId, member.membershipId);
  const { person } = member;
  // Only a whole project is owned, and only its owner hands it on.
  const project = useQuery({ ...projectQuery(target.projectId), enabled: !target.song }).data;
  const mayOwn = !target.song && project?.role === "owner" && member.songId === null && person.id !== me.id;
  const isAsked = mayOwn && project.handover?.to?.id === person.id;
  const place = extent ?? target.projectName;
  // Addresses are shown to those who may share.
  const canSwitch = member.email !== null && (member.role === "listener" || member.role === "commenter");
  const canChange = member.email !== null && member.role !== "owner" && person.id !== me.id;
  const canRemove = member.role !== "owner" && person.id !== me.id;
  return (
    <li className="grid min-h-12 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 py-1">
      <Avatar name={person.name} />
      <div className="min-w-0">
        <p className="truncate font-strong">
          <bdi>{person.name}</bdi>
          {person.id === me.id && <span className="font-text text-grey-2"> (you)</span>}
        </p>
        <p className="truncate text-grey-2 text-meta">
          {isAsked && "asked to own it · "}
          {member.email && (canChange && !extent ? member.email : `${member.email} · `)}
          {[...(canChange ? [] : [describeRole(member.role)]), ...(extent ? [`${extent} alone`] : [])].join(", ")}
        </p>
      </div>
      <div className="flex items-center gap-1">
        {mayOwn && (
          <OfferButton project={{ id: target.projectId, name: target.projectName }} person={person} isAsked={isAsked} />
        )}
        {canRemove && (
          <AlertDialog
            title={`Remove ${person.name}?`}
            description={`${person.name} can no longer open ${place}. Their comments stay.`}
            actionLabel="Remove"
            onAction={() => void deeds.remove(`${person.name} can no longer open ${place}`)}
            trigger={
              <IconButton label={`Remove ${person.name}`} disabled={deeds.isBusy}>
                <X aria-hidden />
              </IconButton>
            }
          />
        )}
      </div>
      <div className="col-start-2 col-end-3 min-w-0 max-desk:col-start-1 max-desk:col-end-4">
        {canChange && (
          <Select
            label={`What ${person.name} may do`}
            isLabelHidden
            value={member.role}
            disabled={deeds.isBusy}
            options={[...GIVEN_ROLES]}
            onChange={({ target: { value } }) => void deeds.change({ role: givenRoleSchema.parse(value) })}
            frameClassName="mt-1 max-w-80 max-desk:max-w-none"
          />
        )}
        {canSwitch && (
          <div className="mt-0.5 flex flex-wrap gap-x-4 gap-y-1 text-grey-1">
            <Checkbox
              label={
                <>
                  Downloads<span className="sr-only"> for {person.name}</span>
                </>
              }
              isChecked={member.canDownload}
              isDisabled={deeds.isBusy}
              onCheckedChange={(canDownload) => void deeds.change({ canDownload })}
            />
            <Checkbox
              label={
                <>
                  Earlier versions<span className="sr-only"> for {person.name}</span>
                </>
              }
              isChecked={member.canSeeVersions}
              isDisabled={deeds.isBusy}
              onCheckedChange={(canSeeVersions) => void deeds.change({ canSeeVersions })}
            />
          </div>
        )}
      </div>
    </li>
  );
}

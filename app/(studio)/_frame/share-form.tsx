"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { projectPath, projectsQuery, sharesQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "@/app/(auth)/form-error";
import type { CreatedShare } from "@/lib/domains/shares/schema";
import { canDo } from "./rights";
import type { ShareTarget } from "./share-target";
import { describeMail, GIVEN_ROLES } from "./share-words";

/** Brings a person by their address: at once when they have an account, else by an invite. */
export function ShareForm({ target, startEmail }: { target: ShareTarget; startEmail: string | null }) {
  const { projectId, projectName, song } = target;
  const client = useQueryClient();
  const emailField = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState("");
  // One who was given this song alone can't give away its project.
  const role = useQuery(projectsQuery()).data?.find((project) => project.id === projectId)?.role ?? null;
  const [givenRole, setGivenRole] = useState("commenter");
  const form = useForm(["email", "role"], async ({ email = "", role: given, extent, canDownload, canSeeVersions }) => {
    setTold("");
    const switches = givenRole === "editor" ? {} : { canDownload: !!canDownload, canSeeVersions: !!canSeeVersions };
    const body = { email, role: given, ...switches, ...(song && extent !== "project" ? { songId: song.id } : {}) };
    const made = await callApi<CreatedShare>(`/api${projectPath(projectId)}/shares`, { method: "POST", body });
    setTold(tell(made));
    if (emailField.current) emailField.current.value = "";
    emailField.current?.focus();
    await client.invalidateQueries(sharesQuery(projectId));
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-3">
      {form.error && <FormError message={form.error} />}
      <TextField
        ref={emailField}
        label="E-mail"
        name="email"
        type="email"
        autoComplete="off"
        placeholder="mara@example.com"
        defaultValue={startEmail ?? undefined}
        isRequired
        error={form.fieldError("email")}
      />
      {song && canDo(role, "share") && (
        <Select
          label="What they get"
          name="extent"
          defaultValue="song"
          options={[
            { value: "song", label: `This song: ${song.name}` },
            { value: "project", label: `The whole project: ${projectName}` },
          ]}
        />
      )}
      <div className="flex items-end gap-2 max-desk:flex-col max-desk:items-stretch">
        <Select
          label="What they may do"
          name="role"
          value={givenRole}
          onChange={(event) => setGivenRole(event.target.value)}
          options={[...GIVEN_ROLES]}
          error={form.fieldError("role")}
          frameClassName="min-w-0 flex-1"
        />
        <Button type="submit" variant="go" disabled={form.isBusy} className="h-9! max-desk:h-12!">
          {form.isBusy ? "Inviting…" : "Invite"}
        </Button>
      </div>
      {givenRole !== "editor" && (
        <div className="flex flex-wrap gap-x-5 gap-y-1.5">
          <Checkbox label="With downloads" name="canDownload" isCheckedByDefault />
          <Checkbox label="With earlier versions" name="canSeeVersions" isCheckedByDefault />
        </div>
      )}
      <p role="status" className="min-h-5 text-grey-1 text-ui">
        {told}
      </p>
    </form>
  );
}

function tell({ member, invite }: CreatedShare): string {
  if (member) return `${member.person.name} can open it now.`;
  if (!invite) return "Done.";
  return `Invited: ${describeMail(invite.mail).words}.`;
}

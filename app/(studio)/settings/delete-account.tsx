"use client";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { PasswordField } from "@/app/_ui/password-field";
import { Select } from "@/app/_ui/select";
import { Skeleton } from "@/app/_ui/skeleton";
import { FormError } from "@/app/(auth)/form-error";
import type { Leaving, ProjectPlan } from "@/lib/domains/accounts/leaving/schema";

const GOES = "goes";

/** Asks what becomes of what one owns, and mails the link that ends the account. */
export function DeleteAccount({ email }: { email: string }) {
  const formId = useId();
  const [isOpen, setOpen] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const leaving = useQuery({
    queryKey: ["account", "deletion"],
    queryFn: ({ signal }) => callApi<Leaving>("/api/account/deletion", { signal }),
    enabled: isOpen,
    staleTime: 0,
  });
  const form = useForm(["currentPassword"], async ({ currentPassword, ...chosen }) => {
    const projects: ProjectPlan = (leaving.data?.projects ?? []).map(({ id }) => {
      const choice = chosen[`project-${id}`];
      return { projectId: id, offerTo: choice === undefined || choice === GOES ? null : choice };
    });
    const body = { projects, ...(currentPassword === undefined ? {} : { currentPassword }) };
    await callApi("/api/account/deletion", { method: "POST", body });
    setAsked(true);
    setOpen(false);
  });
  const mustSignIn = leaving.data && !leaving.data.hasPassword && !leaving.data.isFresh;
  return (
    <div className="grid justify-items-start gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1">
        Your name and address go. What you said and brought to others’ projects stays there, by “A former member”. What
        you own you can hand on first.
      </p>
      <Dialog
        title="Delete your account"
        description={`A mail to ${email} asks once more. Until its link is pressed, nothing happens.`}
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button variant="danger" size="small">
            Delete my account
          </Button>
        }
        actions={
          <Button type="submit" form={formId} variant="danger" disabled={form.isBusy || !leaving.data || mustSignIn}>
            {form.isBusy ? "Sending…" : "Send the link"}
          </Button>
        }
      >
        <form id={formId} onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
          <FormError message={form.error ?? (leaving.error ? describeError(leaving.error) : null)} />
          {leaving.isPending && <Skeleton className="h-24 w-full" />}
          {leaving.data && <OwnedProjects projects={leaving.data.projects} />}
          {leaving.data?.hasPassword && (
            <PasswordField
              label="Your password"
              name="currentPassword"
              autoComplete="current-password"
              isRequired
              error={form.fieldError("currentPassword")}
            />
          )}
          {mustSignIn && (
            <p className="text-pretty text-grey-1">
              You have no password, so a new sign-in has to prove that it is you: sign out and in again, and come back
              within ten minutes.
            </p>
          )}
        </form>
      </Dialog>
      <p role="status" className="text-pretty text-grey-1 empty:hidden">
        {isAsked && `A link is on its way to ${email}. Your account stays until it is pressed.`}
      </p>
    </div>
  );
}

function OwnedProjects({ projects }: { projects: Leaving["projects"] }) {
  if (projects.length === 0) return <p className="text-grey-1">You own no projects: none has to be decided on.</p>;
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-2 font-strong">What becomes of what you own</legend>
      {projects.map(({ id, name, songCount, members }) => (
        <Select
          key={id}
          label={name}
          hint={members.length === 0 ? `${sayCount(songCount)}. Nobody else is in it.` : sayCount(songCount)}
          name={`project-${id}`}
          defaultValue={members[0]?.id ?? GOES}
          options={[
            ...members.map((member) => ({ value: member.id, label: `${member.name} is asked to own it` })),
            { value: GOES, label: "Deleted, for everybody" },
          ]}
        />
      ))}
    </fieldset>
  );
}

function sayCount(count: number): string {
  if (count === 0) return "No songs";
  return count === 1 ? "1 song" : `${count} songs`;
}

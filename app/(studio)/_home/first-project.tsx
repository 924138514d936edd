"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { projectPath, projectsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { Lessons } from "../_frame/lessons";
import { usePerson } from "../_frame/person";

/** The home of somebody who has nothing yet: one field, and what comes after it. */
export function FirstProject({ canCreate }: { canCreate: boolean }) {
  const person = usePerson();
  return (
    <div className="mx-auto w-full max-w-[904px] px-6 pt-[52px] pb-10 max-desk:px-4 max-desk:pt-5">
      <h2 className="text-balance font-title text-display">{canCreate ? "Name your first project" : "Almost there"}</h2>
      <p className="mt-2 max-w-[58ch] text-pretty text-grey-1 text-lead max-desk:text-body">
        {canCreate
          ? "An album, a set, a box of sketches: a place for songs that belong together. Then drop a take into it."
          : `Making projects and uploading takes wait until ${person.email} is verified: press the link in the mail we sent. What others share with you shows up here.`}
      </p>
      {canCreate && <FirstProjectForm />}
      <Lessons />
    </div>
  );
}

function FirstProjectForm() {
  const router = useRouter();
  const client = useQueryClient();
  const form = useForm(["name"], async ({ name }) => {
    const project = await callApi<ProjectView>("/api/projects", { method: "POST", body: { name } });
    router.push(projectPath(project.id));
    await client.invalidateQueries(projectsQuery());
  });
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      className="mt-6 flex max-w-[560px] items-start gap-2 max-desk:flex-col max-desk:items-stretch"
    >
      <TextField
        label="Name of the project"
        isLabelHidden
        name="name"
        size="large"
        placeholder="Name of the project"
        autoComplete="off"
        maxLength={200}
        isRequired
        frameClassName="min-w-0 flex-1"
        error={form.fieldError("name") ?? form.error}
      />
      <Button type="submit" variant="go" size="large" disabled={form.isBusy}>
        {form.isBusy ? "Creating…" : "Create project"}
      </Button>
    </form>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { projectPath, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { FormError } from "@/app/(auth)/form-error";

interface AcceptFormProps {
  token: string;
  /** Of the song or the project. */
  name: string;
  email: string;
}

interface Accepted {
  projectId: string;
  songId: string | null;
}

/** One press for somebody signed in: the invite becomes access, and there they are. */
export function AcceptForm({ token, name, email }: AcceptFormProps) {
  const router = useRouter();
  const form = useForm([], async () => {
    const { projectId, songId } = await callApi<Accepted>("/api/invites/accept", { method: "POST", body: { token } });
    router.push(songId ? songPath({ projectId, songId }) : projectPath(projectId));
  });
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4">
      {form.error && <FormError message={form.error} />}
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full min-w-0">
        <span className="truncate">{form.isBusy ? "Opening…" : `Open ${name}`}</span>
      </Button>
      <p className="text-grey-2 text-ui">
        You are signed in as <strong className="break-words font-strong text-ink">{email}</strong>. The invite goes to
        this account.
      </p>
    </form>
  );
}

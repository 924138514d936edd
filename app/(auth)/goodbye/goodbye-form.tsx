"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { FormError } from "../form-error";

export function GoodbyeForm({ token }: { token: string }) {
  const [isDone, setDone] = useState(false);
  const form = useForm([], async () => {
    await callApi("/api/accounts/deletion", { method: "POST", body: { token } });
    setDone(true);
  });
  if (isDone) {
    return (
      <div role="status" className="grid gap-4 text-body">
        <p>Your account is deleted, and your address with it. Play on.</p>
        <LinkButton href="/sign-up" variant="quiet">
          Begin anew
        </LinkButton>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4">
      <FormError message={form.error} />
      <ul className="grid list-disc gap-1.5 pl-5 text-grey-1">
        <li>Your address, your notices and every sign-in go at once; your name is shown no more.</li>
        <li>What you said and brought to others’ projects stays there, by “A former member”.</li>
        <li>Of what you own, each project is handed on or deleted, as you decided.</li>
      </ul>
      {form.error ? (
        <LinkButton href="/settings" variant="quiet">
          Open the settings
        </LinkButton>
      ) : (
        <Button type="submit" variant="danger" size="large" disabled={form.isBusy} className="w-full">
          {form.isBusy ? "One moment…" : "Delete my account for good"}
        </Button>
      )}
    </form>
  );
}

"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { FormError } from "@/app/(auth)/form-error";

/** What is pressed, and what is said when it was done. */
export interface UnsubscribeWords {
  press: string;
  done: string;
}

/** Waits for a press, so that no link scanner unsubscribes anybody. */
export function UnsubscribeForm({ token, words }: { token: string; words: UnsubscribeWords }) {
  const [isDone, setDone] = useState(false);
  const form = useForm([], async () => {
    await callApi(`/api/unsubscribe?${new URLSearchParams({ token })}`, { method: "POST" });
    setDone(true);
  });
  if (isDone) {
    return (
      <div role="status" className="grid gap-4 text-body">
        <p>{words.done}</p>
        <LinkButton href="/settings#notifications" size="large">
          Open the settings
        </LinkButton>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4">
      {form.error && <FormError message={form.error} />}
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
        {form.isBusy ? "Stopping…" : words.press}
      </Button>
    </form>
  );
}

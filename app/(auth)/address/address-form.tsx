"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { FormError } from "../form-error";

export function AddressForm({ token }: { token: string }) {
  const [isDone, setDone] = useState(false);
  const form = useForm([], async () => {
    await callApi("/api/accounts/address", { method: "POST", body: { token } });
    setDone(true);
  });
  if (isDone) {
    return (
      <div role="status" className="grid gap-4 text-body">
        <p>This is your address now. Sign in with it from here on; your mail comes to it.</p>
        <LinkButton href="/" variant="go" size="large">
          Go to your songs
        </LinkButton>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4">
      <FormError message={form.error} />
      {form.error ? (
        <LinkButton href="/settings" variant="quiet">
          Open the settings
        </LinkButton>
      ) : (
        <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
          {form.isBusy ? "One moment…" : "Use this address"}
        </Button>
      )}
    </form>
  );
}

"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "../form-error";

export function ForgotForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm(["email"], async ({ email = "" }) => {
    await callApi("/api/accounts/reset", { method: "POST", body: { email } });
    setSentTo(email);
  });
  if (sentTo) {
    return (
      <div role="status" className="grid gap-3 text-body">
        <p>
          If <strong className="font-strong">{sentTo}</strong> has an account, a link is on its way. It works once, for
          one hour.
        </p>
        <p className="text-grey-1">
          Nothing after a few minutes? Look under spam. To an address from which mail came back none is sent; whoever
          looks after this Segno can change that.
        </p>
        <LinkButton href="/sign-in">Back to sign in</LinkButton>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormError message={form.error} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        size="large"
        autoComplete="username"
        autoFocus
        isRequired
        error={form.fieldError("email")}
      />
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
        {form.isBusy ? "Sending…" : "Send the link"}
      </Button>
    </form>
  );
}

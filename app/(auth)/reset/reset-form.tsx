"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { PasswordField } from "@/app/_ui/password-field";
import { MIN_PASSWORD_LENGTH } from "@/lib/domains/accounts/schema";
import { FormError } from "../form-error";

export function ResetForm({ token }: { token: string }) {
  const [isDone, setDone] = useState(false);
  const form = useForm(["password"], async ({ password }) => {
    await callApi("/api/accounts/password", { method: "POST", body: { token, password } });
    setDone(true);
  });
  if (isDone) {
    return (
      <div role="status" className="grid gap-4 text-body">
        <p>The new password is set.</p>
        <LinkButton href="/sign-in" variant="go" size="large">
          Sign in
        </LinkButton>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
      <FormError message={form.error} />
      <PasswordField
        label="New password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
        name="password"
        size="large"
        autoComplete="new-password"
        autoFocus
        isRequired
        error={form.fieldError("password")}
      />
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
        {form.isBusy ? "Setting…" : "Set the password"}
      </Button>
      {form.error && (
        <LinkButton href="/forgot" variant="quiet">
          Send me a new link
        </LinkButton>
      )}
    </form>
  );
}

"use client";
import { useId, useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { PasswordField } from "@/app/_ui/password-field";
import { showToast } from "@/app/_ui/toast";
import { FormError } from "@/app/(auth)/form-error";
import { MIN_PASSWORD_LENGTH } from "@/lib/domains/accounts/schema";

/** Sets another password, which ends all other sign-ins. */
export function ChangePassword({ onChanged }: { onChanged: () => void }) {
  const formId = useId();
  const [isOpen, setOpen] = useState(false);
  const form = useForm(["currentPassword", "password"], async (body) => {
    await callApi("/api/account/password", { method: "POST", body });
    setOpen(false);
    onChanged();
    showToast({ message: "The new password is set. Everywhere else you are signed out." });
  });
  return (
    <Dialog
      title="Change your password"
      description="Everywhere else you are signed out. API tokens go on."
      width="small"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" aria-label="Change the password">
          Change
        </Button>
      }
      actions={
        <Button type="submit" form={formId} variant="go" disabled={form.isBusy}>
          {form.isBusy ? "Setting…" : "Set the password"}
        </Button>
      }
    >
      <form id={formId} onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
        <FormError message={form.error} />
        <PasswordField
          label="Present password"
          name="currentPassword"
          autoComplete="current-password"
          isRequired
          error={form.fieldError("currentPassword")}
        />
        <PasswordField
          label="New password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
          name="password"
          autoComplete="new-password"
          isRequired
          error={form.fieldError("password")}
        />
      </form>
    </Dialog>
  );
}

"use client";
import { useId, useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { PasswordField } from "@/app/_ui/password-field";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "@/app/(auth)/form-error";

/** Asks for another address; it is one's own once the mail that goes there was answered. */
export function ChangeAddress() {
  const formId = useId();
  const [isOpen, setOpen] = useState(false);
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const form = useForm(["email", "currentPassword"], async ({ email = "", currentPassword }) => {
    await callApi("/api/account/address", { method: "POST", body: { email, currentPassword } });
    setAskedFor(email);
    setOpen(false);
  });
  return (
    <>
      <Dialog
        title="Change your address"
        description="A mail goes there; press its link, and it is yours. Your present address is told."
        width="small"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button size="small" aria-label="Change the address">
            Change
          </Button>
        }
        actions={
          <Button type="submit" form={formId} variant="go" disabled={form.isBusy}>
            {form.isBusy ? "Sending…" : "Send the link"}
          </Button>
        }
      >
        <form id={formId} onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
          <FormError message={form.error} />
          <TextField
            label="New address"
            name="email"
            type="email"
            autoComplete="email"
            isRequired
            error={form.fieldError("email")}
          />
          <PasswordField
            label="Your password"
            name="currentPassword"
            autoComplete="current-password"
            isRequired
            error={form.fieldError("currentPassword")}
          />
        </form>
      </Dialog>
      <p role="status" className="basis-full text-pretty text-grey-1 empty:hidden">
        {askedFor && `A link is on its way to ${askedFor}. Until it is pressed, this address stays.`}
      </p>
    </>
  );
}

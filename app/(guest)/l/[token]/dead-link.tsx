"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { TextArea } from "@/app/_ui/text-area";
import { TextField } from "@/app/_ui/text-field";
import { AuthCard } from "@/app/(auth)/auth-card";
import { FormError } from "@/app/(auth)/form-error";
import StandAlone from "@/app/(auth)/layout";

/** The same for a link that ended, was taken back, is full or never was: it reveals nothing, and passes a question on. */
export function DeadLink({ token }: { token: string }) {
  const [askedBy, setAskedBy] = useState<string | null>(null);
  const form = useForm(["email", "words"], async ({ email = "", words = "" }) => {
    await callApi("/api/links/requests", { method: "POST", body: { token, email, words } });
    setAskedBy(email);
  });
  return (
    <StandAlone>
      <AuthCard
        title="This link opens nothing"
        lead="It has ended, was taken back, or is not complete. If somebody sent it to you, you can ask them to let you in."
      >
        {askedBy === null ? (
          <form onSubmit={form.onSubmit} noValidate aria-label="Ask for access" className="grid gap-4">
            {form.error && <FormError message={form.error} />}
            <TextField
              label="Your e-mail"
              name="email"
              type="email"
              size="large"
              autoComplete="email"
              isRequired
              error={form.fieldError("email")}
            />
            <TextArea
              label="A few words"
              name="words"
              hint="Who you are, if they might not know."
              error={form.fieldError("words")}
            />
            <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
              {form.isBusy ? "Asking…" : "Ask for access"}
            </Button>
          </form>
        ) : (
          <p role="status" className="text-body text-grey-1">
            If the link was real, whoever shares it has your question now. Their answer comes to{" "}
            <strong className="break-words font-strong text-ink">{askedBy}</strong>.
          </p>
        )}
      </AuthCard>
    </StandAlone>
  );
}

"use client";
import { signIn } from "next-auth/react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { PasswordField } from "@/app/_ui/password-field";
import { TextField } from "@/app/_ui/text-field";
import { MIN_PASSWORD_LENGTH } from "@/lib/domains/accounts/schema";
import { FormError } from "../form-error";

export function SignUpForm({ next, email }: { next: string; email: string }) {
  const form = useForm(["name", "email", "password"], async (values) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    await callApi("/api/accounts", { method: "POST", body: { ...values, timeZone } });
    const result = await signIn("credentials", { email: values.email, password: values.password, redirect: false });
    // An address that already had an account answers the same; its owner has a mail that says so.
    window.location.assign(result?.ok ? next : `/sign-in?next=${encodeURIComponent(next)}`);
  });
  return (
    <form onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
      <FormError message={form.error} />
      <TextField
        label="Your name"
        hint="As the band calls you."
        name="name"
        size="large"
        autoComplete="name"
        isRequired
        error={form.fieldError("name")}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        size="large"
        autoComplete="username"
        defaultValue={email}
        isRequired
        error={form.fieldError("email")}
      />
      <PasswordField
        label="Password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters. A short sentence works well.`}
        name="password"
        size="large"
        autoComplete="new-password"
        isRequired
        error={form.fieldError("password")}
      />
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="mt-2 w-full">
        {form.isBusy ? "Creating…" : "Create account"}
      </Button>
    </form>
  );
}

"use client";
import Link from "next/link";
import { signIn } from "next-auth/react";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { PasswordField } from "@/app/_ui/password-field";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "../form-error";
import { readSignInFailure } from "../sign-in-failure";

interface SignInFormProps {
  next: string;
  /** Why somebody came back from a provider. */
  failure: string | null;
}

export function SignInForm({ next, failure }: SignInFormProps) {
  const form = useForm(["email", "password"], async ({ email, password }) => {
    const result = await signIn("credentials", { email, password, redirect: false });
    const failure = readSignInFailure(result);
    if (failure) throw failure;
    // A full load: everything a signed-out page held is gone.
    window.location.assign(next);
  });
  return (
    <form onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
      <FormError message={form.error ?? failure} />
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
      <PasswordField
        label="Password"
        name="password"
        size="large"
        autoComplete="current-password"
        isRequired
        aside={
          <Link href="/forgot" className="touch-44 text-grey-1 hover:text-ink">
            Forgot it?
          </Link>
        }
        error={form.fieldError("password")}
      />
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="mt-2 w-full">
        {form.isBusy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

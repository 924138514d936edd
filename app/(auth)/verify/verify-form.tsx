"use client";
import Link from "next/link";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { FormError } from "../form-error";

export function VerifyForm({ token }: { token: string }) {
  const [isDone, setDone] = useState(false);
  const form = useForm([], async () => {
    await callApi("/api/accounts/verify", { method: "POST", body: { token } });
    setDone(true);
  });
  if (isDone) {
    return (
      <div role="status" className="grid gap-4 text-body">
        <p>Your address is verified. What was shared with you is waiting inside.</p>
        <LinkButton href="/" variant="go" size="large">
          Go to your songs
        </LinkButton>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4">
      <FormError message={form.error} />
      <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
        {form.isBusy ? "Verifying…" : "Verify my address"}
      </Button>
      {!form.error && (
        <p className="text-grey-2 text-ui">
          Was it somebody else who signed up with your address?{" "}
          <Link href="/forgot" className="font-strong text-ink underline underline-offset-3">
            Set a password of your own
          </Link>{" "}
          instead: theirs then stops working.
        </p>
      )}
      {form.error && (
        <p className="text-grey-1 text-ui">
          Sign in and press “Send again” for a fresh link.{" "}
          <Link href="/sign-in" className="font-strong text-ink underline underline-offset-3">
            Sign in
          </Link>
        </p>
      )}
    </form>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { PasswordField } from "@/app/_ui/password-field";
import { AuthCard } from "@/app/(auth)/auth-card";
import { FormError } from "@/app/(auth)/form-error";
import StandAlone from "@/app/(auth)/layout";

/** Somebody signed in; `href` leads to the same within Segno for those who were given it. */
export interface OwnWay {
  name: string;
  /** Whose their comments are. */
  authorId: string;
  href: string | null;
  /** Speaks here as themselves. */
  canComment: boolean;
}

interface GateProps {
  token: string;
  needsPassword: boolean;
  own: OwnWay | null;
}

const enter = (token: string, password?: string) =>
  callApi("/api/links/enter", { method: "POST", body: { token, ...(password === undefined ? {} : { password }) } });

/** Before the first listening: a password, a way home for members, or just a moment. Looking alone uses nothing up. */
export function Gate({ token, needsPassword, own }: GateProps) {
  return (
    <StandAlone>
      {own?.href ? <MemberGate {...{ token, needsPassword, name: own.name, href: own.href }} /> : null}
      {!own?.href && (needsPassword ? <PasswordGate token={token} /> : <OpenGate token={token} />)}
    </StandAlone>
  );
}

function MemberGate({ token, needsPassword, name, href }: Omit<GateProps, "own"> & { name: string; href: string }) {
  const [isGuest, setGuest] = useState(false);
  if (isGuest) return needsPassword ? <PasswordGate token={token} /> : <OpenGate token={token} />;
  return (
    <AuthCard title="This is yours already" lead={`You are signed in as ${name}, and can open it in Segno.`}>
      <div className="grid gap-2">
        <LinkButton href={href} variant="go" size="large" className="w-full">
          Open in Segno
        </LinkButton>
        <Button size="large" onClick={() => setGuest(true)} className="w-full">
          See what guests see
        </Button>
      </div>
    </AuthCard>
  );
}

function PasswordGate({ token }: { token: string }) {
  const router = useRouter();
  const form = useForm(["password"], async ({ password = "" }) => {
    await enter(token, password);
    router.refresh();
  });
  return (
    <AuthCard title="Shared with you" lead="It is kept behind a password. Whoever sent you the link knows it.">
      <form onSubmit={form.onSubmit} method="post" noValidate className="grid gap-4">
        {form.error && <FormError message={form.error} />}
        <PasswordField
          label="Password"
          name="password"
          size="large"
          autoComplete="current-password"
          isRequired
          error={form.fieldError("password")}
        />
        <Button type="submit" variant="go" size="large" disabled={form.isBusy} className="w-full">
          {form.isBusy ? "Opening…" : "Open"}
        </Button>
      </form>
    </AuthCard>
  );
}

/** Goes in by itself. It takes a page that runs, so whoever previews links takes nobody's place. */
function OpenGate({ token }: { token: string }) {
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const hasBegun = useRef(false);
  const go = () => {
    setFailure(null);
    enter(token).then(() => router.refresh(), setFailure);
  };
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    enter(token).then(() => router.refresh(), setFailure);
  }, [token, router]);
  return (
    <AuthCard title="Shared with you" lead={failure === null ? "One moment…" : "It could not be opened."}>
      {failure !== null && (
        <div className="grid gap-4">
          <FormError message={describeError(failure)} />
          <Button size="large" onClick={go} className="w-full">
            Try again
          </Button>
        </div>
      )}
    </AuthCard>
  );
}

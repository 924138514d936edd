import { LinkButton } from "@/app/_ui/link-button";

interface JoinLinksProps {
  token: string;
  /** Prefilled where the link named it. */
  email: string;
  isUsed: boolean;
}

/** For somebody not signed in: an account, or the one they have; both come back here. */
export function JoinLinks({ token, email, isUsed }: JoinLinksProps) {
  const next = `/invites/${token}`;
  const signUp = `/sign-up?${new URLSearchParams({ next, ...(email ? { email } : {}) })}`;
  const signIn = `/sign-in?${new URLSearchParams({ next })}`;
  if (isUsed) {
    return (
      <LinkButton href={signIn} variant="go" size="large" className="w-full">
        Sign in
      </LinkButton>
    );
  }
  return (
    <div className="grid gap-2">
      <LinkButton href={signUp} variant="go" size="large" className="w-full">
        Create an account
      </LinkButton>
      <LinkButton href={signIn} size="large" className="w-full">
        I have one: sign in
      </LinkButton>
    </div>
  );
}

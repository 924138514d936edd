import Link from "next/link";
import { Button } from "@/app/_ui/button";

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
      <Button asChild variant="go" size="large" className="w-full">
        <Link href={signIn}>Sign in</Link>
      </Button>
    );
  }
  return (
    <div className="grid gap-2">
      <Button asChild variant="go" size="large" className="w-full">
        <Link href={signUp}>Create an account</Link>
      </Button>
      <Button asChild size="large" className="w-full">
        <Link href={signIn}>I have one: sign in</Link>
      </Button>
    </div>
  );
}

import type { SignInResponse } from "next-auth/react";
import { ApiError } from "@/app/_client/api/api-error";

const WORDS: Record<string, string> = {
  CredentialsSignin: "E-mail and password don't belong together. Check both, or set a new password.",
  email_unverified:
    "They have not made sure that the address is yours. Verify it there first, or sign in with e-mail and password.",
  email_missing: "They did not tell an address of yours. Allow it there, or sign in with e-mail and password.",
  other_identity:
    "Your account knows another sign-in of theirs with this address. Use that one, or e-mail and password.",
  rate_limited: "Too many tries. Wait a few minutes, or set a new password.",
};

/** What kept someone from signing in, in words; null when they are in. */
export function readSignInFailure(result: SignInResponse | undefined): ApiError | null {
  if (result?.ok && !result.error) return null;
  const reason = result?.error ?? "unreachable";
  return new ApiError({
    status: result?.status ?? 0,
    code: "unauthenticated",
    reason,
    detail: describeFailure(reason),
  });
}

/** What a reason says to a person, also one that came in an address. */
export function describeFailure(reason: string): string {
  return Object.hasOwn(WORDS, reason)
    ? (WORDS[reason] ?? "")
    : "Signing in didn't work just now. Try again in a moment.";
}

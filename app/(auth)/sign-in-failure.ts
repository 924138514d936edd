import type { SignInResponse } from "next-auth/react";
import { ApiError } from "@/app/_client/api/api-error";

const WORDS: Record<string, string> = {
  CredentialsSignin: "E-mail and password don't belong together. Check both, or set a new password.",
  rate_limited: "Too many tries. Wait a few minutes, or set a new password.",
};

/** What kept someone from signing in, in words; null when they are in. */
export function readSignInFailure(result: SignInResponse | undefined): ApiError | null {
  if (result?.ok && !result.error) return null;
  const reason = result?.error ?? "unreachable";
  const detail = WORDS[reason] ?? "Signing in didn't work just now. Try again in a moment.";
  return new ApiError({ status: result?.status ?? 0, code: "unauthenticated", reason, detail });
}

import type { Metadata } from "next";
import Link from "next/link";
import { readSignInProviders } from "@/lib/http/page";
import { AuthCard } from "../auth-card";
import { readNextPath } from "../next-path";
import { ProviderButtons } from "../provider-buttons";
import { describeFailure } from "../sign-in-failure";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const query = await searchParams;
  const next = readNextPath(query.next);
  const signUp = next === "/" ? "/sign-up" : `/sign-up?next=${encodeURIComponent(next)}`;
  return (
    <AuthCard
      title="Back to the song"
      lead="Sign in to hear what the band did since you left."
      foot={
        <>
          New here?{" "}
          <Link href={signUp} className="font-strong text-ink underline underline-offset-3">
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm next={next} failure={typeof query.error === "string" ? describeFailure(query.error) : null} />
      <ProviderButtons providers={readSignInProviders()} next={next} />
    </AuthCard>
  );
}

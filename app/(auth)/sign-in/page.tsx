import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "../auth-card";
import { readNextPath } from "../next-path";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = readNextPath((await searchParams).next);
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
      <SignInForm next={next} />
    </AuthCard>
  );
}

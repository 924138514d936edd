import type { Metadata } from "next";
import Link from "next/link";
import { readSignInProviders } from "@/lib/http/page";
import { AuthCard } from "../auth-card";
import { readNextPath } from "../next-path";
import { ProviderButtons } from "../provider-buttons";
import { SignUpForm } from "./sign-up-form";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const query = await searchParams;
  const email = typeof query.email === "string" ? query.email : "";
  const next = readNextPath(query.next);
  return (
    <AuthCard
      title="Bring your songs"
      lead="One account for every band you play in."
      foot={
        <>
          Been here before?{" "}
          <Link
            href={next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`}
            className="font-strong text-ink underline underline-offset-3"
          >
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm next={next} email={email} />
      <ProviderButtons providers={readSignInProviders()} next={next} />
    </AuthCard>
  );
}

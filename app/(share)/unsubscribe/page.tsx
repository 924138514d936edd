import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/app/(auth)/auth-card";
import { UnsubscribeForm } from "./unsubscribe-form";

export const metadata: Metadata = { title: "No more digests", referrer: "no-referrer" };

export default async function UnsubscribePage({ searchParams }: PageProps<"/unsubscribe">) {
  const { token } = await searchParams;
  return (
    <AuthCard
      title="No more digests?"
      lead="Segno stops mailing you what the others did. What happened stays in your notifications, and mail you ask for yourself, such as a new password, still comes."
      foot={
        <>
          Rather less often?{" "}
          <Link href="/settings" className="font-strong text-ink underline underline-offset-3">
            Choose the hour or once a week
          </Link>
        </>
      }
    >
      <UnsubscribeForm token={typeof token === "string" ? token : ""} />
    </AuthCard>
  );
}

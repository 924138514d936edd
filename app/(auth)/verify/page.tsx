import type { Metadata } from "next";
import { AuthCard } from "../auth-card";
import { VerifyForm } from "./verify-form";

export const metadata: Metadata = { title: "Verify your address", referrer: "no-referrer" };

export default async function VerifyPage({ searchParams }: PageProps<"/verify">) {
  const { token } = await searchParams;
  return (
    <AuthCard title="Verify your address" lead="One press, so that no link scanner can use it up before you.">
      <VerifyForm token={typeof token === "string" ? token : ""} />
    </AuthCard>
  );
}

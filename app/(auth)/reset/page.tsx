import type { Metadata } from "next";
import { AuthCard } from "../auth-card";
import { ResetForm } from "./reset-form";

export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer" };

export default async function ResetPage({ searchParams }: PageProps<"/reset">) {
  const { token } = await searchParams;
  return (
    <AuthCard title="Set a new password" lead="Every other place where you are signed in will be signed out.">
      <ResetForm token={typeof token === "string" ? token : ""} />
    </AuthCard>
  );
}

import type { Metadata } from "next";
import { AuthCard } from "../auth-card";
import { GoodbyeForm } from "./goodbye-form";

export const metadata: Metadata = { title: "Delete your account", referrer: "no-referrer" };

export default async function GoodbyePage({ searchParams }: PageProps<"/goodbye">) {
  const { token } = await searchParams;
  return (
    <AuthCard title="Delete your account" lead="This can't be undone.">
      <GoodbyeForm token={typeof token === "string" ? token : ""} />
    </AuthCard>
  );
}

import type { Metadata } from "next";
import { AuthCard } from "../auth-card";
import { AddressForm } from "./address-form";

export const metadata: Metadata = { title: "Use your new address", referrer: "no-referrer" };

export default async function AddressPage({ searchParams }: PageProps<"/address">) {
  const { token } = await searchParams;
  return (
    <AuthCard title="Use your new address" lead="One press, so that no link scanner can use it up before you.">
      <AddressForm token={typeof token === "string" ? token : ""} />
    </AuthCard>
  );
}

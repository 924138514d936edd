import type { Metadata } from "next";
import { AuthCard } from "../auth-card";
import { ForgotForm } from "./forgot-form";

export const metadata: Metadata = { title: "Set a new password" };

export default function ForgotPage() {
  return (
    <AuthCard title="Forgot the password?" lead="Tell us the address. We send a link that sets a new one.">
      <ForgotForm />
    </AuthCard>
  );
}

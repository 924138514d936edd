"use client";
import { LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";

export function SignOutButton() {
  const [isBusy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    void signOut({ callbackUrl: "/sign-in" });
  };
  return (
    <Button size="small" onClick={leave} disabled={isBusy}>
      <LogOut aria-hidden />
      {isBusy ? "Signing out…" : "Sign out"}
    </Button>
  );
}

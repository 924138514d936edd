import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "./_ui/button";
import { AuthCard } from "./(auth)/auth-card";
import StandAlone from "./(auth)/layout";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <StandAlone>
      <AuthCard title="Nothing here" lead="There is no page at this address. The link may be cut short or out of date.">
        <Button asChild variant="go" size="large" className="w-full">
          <Link href="/">Go to your songs</Link>
        </Button>
      </AuthCard>
    </StandAlone>
  );
}

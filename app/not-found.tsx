import type { Metadata } from "next";
import { HomeLink } from "./_client/home-link";
import { AuthCard } from "./(auth)/auth-card";
import StandAlone from "./(auth)/layout";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <StandAlone>
      <AuthCard title="Nothing here" lead="There is no page at this address. The link may be cut short or out of date.">
        <HomeLink variant="go" size="large" className="w-full" />
      </AuthCard>
    </StandAlone>
  );
}

import Link from "next/link";
import { Button } from "@/app/_ui/button";
import { AuthCard } from "@/app/(auth)/auth-card";

export default function InviteNotFound() {
  return (
    <AuthCard
      title="This invite leads nowhere"
      lead="The link is not complete, or what it was for has been deleted. Copy it whole from the mail, or ask for a new one."
    >
      <Button asChild size="large" className="w-full">
        <Link href="/">Go to your songs</Link>
      </Button>
    </AuthCard>
  );
}

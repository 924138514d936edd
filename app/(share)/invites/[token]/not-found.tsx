import { LinkButton } from "@/app/_ui/link-button";
import { AuthCard } from "@/app/(auth)/auth-card";

export default function InviteNotFound() {
  return (
    <AuthCard
      title="This invite leads nowhere"
      lead="The link is not complete, or what it was for has been deleted. Copy it whole from the mail, or ask for a new one."
    >
      <LinkButton href="/" size="large" className="w-full">
        Go to your songs
      </LinkButton>
    </AuthCard>
  );
}

import { HomeLink } from "@/app/_client/home-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";

export default function StudioNotFound() {
  return (
    <>
      <PageHeader title="Nothing here" />
      <div className="px-6 max-desk:px-4">
        <EmptyState title="There is no such song or project, or it was not shared with you." actions={<HomeLink />}>
          It may have been deleted. If somebody sent you the link, ask them to share it with the address you are signed
          in with.
        </EmptyState>
      </div>
    </>
  );
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import type { AccessRequestView } from "@/lib/domains/links/asking/answering/schema";
import type { LinkView } from "@/lib/domains/links/schema";
import { LinkRow } from "../_frame/links/link-row";
import { ownLinksQuery } from "../_frame/links/links-query";
import { Section } from "../_frame/section";
import { AccessRequests } from "./access-requests";

interface LinksViewProps {
  initial: { items: LinkView[] };
  requests: { items: AccessRequestView[] };
}

/** Every link there is, by project. */
export function LinksView({ initial, requests }: LinksViewProps) {
  const [initialAt] = useState(() => Date.now());
  const { items } = useQuery({
    ...ownLinksQuery(),
    initialData: initial,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  }).data;
  const projectIds = [...new Set(items.map((link) => link.projectId))];
  return (
    <>
      <PageHeader title="Links" />
      <div className="grid w-full max-w-[820px] gap-8 px-6 py-4 max-desk:px-4">
        <AccessRequests initial={requests} />
        {items.length === 0 && (
          <EmptyState title="No link is out">
            Open a song or a project and press Share to make one: whoever gets it listens without an account. All of
            them are listed here, with who came and when, and can be ended.
          </EmptyState>
        )}
        {projectIds.map((projectId) => (
          <ProjectLinks key={projectId} links={items.filter((link) => link.projectId === projectId)} />
        ))}
      </div>
    </>
  );
}

function ProjectLinks({ links }: { links: LinkView[] }) {
  return (
    <Section title={links[0]?.projectName ?? ""}>
      <ul>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </ul>
    </Section>
  );
}

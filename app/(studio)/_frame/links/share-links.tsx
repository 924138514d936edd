"use client";
import { useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { Button } from "@/app/_ui/button";
import type { ShareTarget } from "../share-target";
import { LinkForm } from "./link-form";
import { LinkRow } from "./link-row";
import { linksQuery } from "./links-query";

/** The links to a song or a project, and a new one: for those who need no account to listen. */
export function ShareLinks({ target }: { target: ShareTarget }) {
  const [isMaking, setMaking] = useState(false);
  const links = useQuery(linksQuery(target.projectId, target.song?.id));
  const items = links.data?.items ?? [];
  return (
    <section aria-labelledby="share-links" className="mt-2 border-grey-3 border-t pt-3">
      <div className="flex items-center gap-3">
        <h3 id="share-links" className="font-strong text-ui">
          Links
        </h3>
        {!isMaking && (
          <Button size="small" className="ml-auto" onClick={() => setMaking(true)}>
            <Link2 aria-hidden />
            New link
          </Button>
        )}
      </div>
      {isMaking && <LinkForm target={target} link={null} onClose={() => setMaking(false)} />}
      {links.isError && (
        <p role="alert" className="py-2 text-bad-text text-ui">
          {describeError(links.error)}
        </p>
      )}
      {links.isSuccess && items.length === 0 && !isMaking && (
        <p className="py-2 text-pretty text-grey-2 text-ui">
          Whoever gets a link listens without an account, as long as you let them.
        </p>
      )}
      <ul>
        {items.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </ul>
    </section>
  );
}

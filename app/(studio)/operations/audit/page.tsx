import type { Metadata } from "next";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { readAudit } from "@/lib/domains/operations/auditing/reads";
import { ACTS, type AuditPage } from "@/lib/domains/operations/auditing/schema";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Section } from "../../_frame/section";
import { AuditEntries } from "./audit-entries";
import { type AuditForm, readCursor, readForm, toAddress, toFileAddress, toQuery } from "./audit-query";
import { ACT_WORDS } from "./audit-words";

export const metadata: Metadata = { title: "Audit" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Every act of an administrator, newest first. It is a form and links alone, so each view has an address. */
export default async function AuditPageView({ searchParams }: PageProps) {
  const { services, actor } = await requirePageContext();
  const search = await searchParams;
  const form = readForm(search);
  const cursor = readCursor(search);
  const query = { ...toQuery(form), ...(cursor === null ? {} : { cursor }) };
  const audit = await readForPage(() => readAudit(services, actor, query));
  const isNarrowed = Object.values(form).some((value) => value !== "");
  return (
    <Section title="Audit">
      <div className="grid gap-4 pt-3">
        <p className="max-w-[60ch] text-pretty text-grey-1">
          What administrators did, as it was done. Nothing here can be changed or removed.
        </p>
        <Filter form={form} actors={audit.actors} />
        {audit.items.length === 0 ? (
          <p role="status">{isNarrowed ? "No act is like this." : "No administrator has done anything yet."}</p>
        ) : (
          <AuditEntries items={audit.items} />
        )}
        <div className="flex flex-wrap items-center gap-2">
          {audit.nextCursor && <LinkButton href={toAddress(form, audit.nextCursor)}>Older</LinkButton>}
          {cursor !== null && <LinkButton href={toAddress(form, null)}>Newest</LinkButton>}
          {audit.items.length > 0 && (
            <p className="ml-auto flex gap-x-4 text-meta">
              <a className="max-desk:py-2.5" href={toFileAddress(form, "csv")} download>
                Save as CSV
              </a>
              <a className="max-desk:py-2.5" href={toFileAddress(form, "jsonl")} download>
                Save as JSON lines
              </a>
            </p>
          )}
        </div>
      </div>
    </Section>
  );
}

function Filter({ form, actors }: { form: AuditForm; actors: AuditPage["actors"] }) {
  const people = actors.map(({ id, name }) => ({ value: id, label: name }));
  const acts = ACTS.map((act) => ({ value: act, label: ACT_WORDS[act] }));
  return (
    <form className="grid grid-cols-2 items-end gap-3 max-desk:grid-cols-1" method="get">
      <Select
        label="Who"
        name="actor"
        defaultValue={form.actor}
        options={[{ value: "", label: "Everybody" }, ...people]}
      />
      <Select label="What" name="act" defaultValue={form.act} options={[{ value: "", label: "Everything" }, ...acts]} />
      <TextField label="From (UTC)" type="date" name="from" defaultValue={form.from} />
      <TextField label="Until (UTC)" type="date" name="until" defaultValue={form.until} />
      <div className="col-span-full flex gap-2">
        <Button type="submit">Show</Button>
        <LinkButton href="/operations/audit" variant="quiet">
          All of it
        </LinkButton>
      </div>
    </form>
  );
}

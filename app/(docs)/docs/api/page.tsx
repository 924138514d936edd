import type { Metadata } from "next";
import type { oas31 } from "zod-openapi";
import { Section } from "@/app/(studio)/_frame/section";
import { buildOpenApi } from "@/lib/http/openapi";
import { getServices } from "@/lib/services";
import { CallEntry } from "./_reference/call-entry";
import { writeExample } from "./_reference/example";
import { listFields, type Schema } from "./_reference/fields";
import { FieldsTable } from "./_reference/fields-table";
import { groupCalls } from "./_reference/groups";

export const metadata: Metadata = { title: "API" };
export const dynamic = "force-dynamic";

/** Every call of the API, drawn from the document that `/api/openapi.json` answers. */
export default function ApiReferencePage() {
  const base = getServices().config.app.url;
  const document = buildOpenApi(base);
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const groups = groupCalls(document);
  const contents = [
    ...groups.map(({ id, title, calls }) => ({ id, title, detail: String(calls.length) })),
    { id: "shapes", title: "Shapes", detail: String(Object.keys(schemas).length) },
    { id: "problems", title: "Problems", detail: "" },
  ];
  return (
    <div className="mx-auto flex max-w-[1180px] items-start gap-10 px-6 max-desk:block max-desk:px-4">
      <nav aria-label="Contents" className="sticky top-0 w-[232px] shrink-0 py-8 max-desk:hidden">
        <Contents entries={contents} />
      </nav>
      <main className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-9 py-8">
        <Introduction base={base} />
        <details className="desk:hidden">
          <summary className="focus-inset flex min-h-11 items-center font-strong">Contents</summary>
          <Contents entries={contents} />
        </details>
        {groups.map((group) => (
          <Section key={group.id} id={group.id} title={group.title} className="scroll-mt-4">
            {group.calls.map((call) => (
              <CallEntry key={call.id} call={call} example={writeExample(call, base, schemas)} />
            ))}
          </Section>
        ))}
        <Shapes schemas={schemas} />
        <Problems document={document} />
      </main>
    </div>
  );
}

function Contents({ entries }: { entries: { id: string; title: string; detail: string }[] }) {
  return (
    <ul>
      {entries.map(({ id, title, detail }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="flex min-h-7 items-center justify-between gap-3 rounded-control px-2 text-grey-1 hover:bg-hover hover:text-ink max-desk:min-h-11"
          >
            {title}
            <span className="text-grey-2 text-meta tabular-nums">{detail}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Introduction({ base }: { base: string }) {
  const prose = "max-w-[68ch] text-body text-grey-1 text-pretty";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h1 className="font-title text-title max-desk:text-[1.375rem]">API</h1>
      <p className={prose}>
        Whatever the pages of Segno do, a program may do as you, at <code className="text-ink">{base}</code>. Make a
        token in your{" "}
        <a href="/settings#tokens" className="rounded-tag text-ink underline underline-offset-2">
          settings
        </a>{" "}
        and send it with each call. It may do what you may do, and ends when you revoke it.
      </p>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
        tabIndex={0}
        className="overflow-x-auto rounded-panel bg-paper-low px-4 py-3 text-meta"
      >
        <code>{`export SEGNO_TOKEN=segno_…\ncurl "${base}/api/projects" -H "Authorization: Bearer $SEGNO_TOKEN"`}</code>
      </pre>
      <p className={prose}>
        Bodies and answers are JSON. Lists come in pages: <code className="text-ink">nextCursor</code> of one is{" "}
        <code className="text-ink">cursor</code> of the next. In the examples below each id is a variable of its name.
        The same for programs is{" "}
        <a href="/api/openapi.json" className="rounded-tag text-ink underline underline-offset-2">
          openapi.json
        </a>
        .
      </p>
    </div>
  );
}

function Shapes({ schemas }: { schemas: Record<string, Schema> }) {
  return (
    <Section id="shapes" title="Shapes" className="scroll-mt-4">
      {Object.entries(schemas).map(([name, schema]) => (
        <details key={name} className="border-grey-3 border-b">
          <summary className="focus-inset flex min-h-11 cursor-pointer items-center hover:bg-hover">{name}</summary>
          <div id={`shape-${name}`} className="scroll-mt-16 pt-1 pb-6">
            <FieldsTable fields={listFields(schema)} />
          </div>
        </details>
      ))}
    </Section>
  );
}

/** Each status that a call may fail with, once, in the document's words. */
function Problems({ document }: { document: oas31.OpenAPIObject }) {
  const texts = new Map<string, string>();
  for (const { calls } of groupCalls(document))
    for (const { operation } of calls)
      for (const [status, response] of Object.entries(operation.responses ?? {}))
        if (Number(status) >= 400) texts.set(status, (response as oas31.ResponseObject).description ?? "");
  return (
    <Section id="problems" title="Problems" className="scroll-mt-4">
      <p className="max-w-[68ch] pt-3 text-body text-grey-1 text-pretty">
        A call that fails answers a problem (RFC 9457, <code className="text-ink">application/problem+json</code>) in
        the shape{" "}
        <a href="#shape-Problem" className="rounded-tag text-ink underline underline-offset-2">
          Problem
        </a>
        . <code className="text-ink">reason</code> is for programs, <code className="text-ink">detail</code> for people.
      </p>
      <dl className="pt-3">
        {[...texts].sort().map(([status, text]) => (
          <div key={status} id={`problem-${status}`} className="flex scroll-mt-4 gap-4 border-grey-3 border-t py-2">
            <dt className="w-10 shrink-0 font-strong tabular-nums">{status}</dt>
            <dd className="text-grey-1 text-pretty">{text.replaceAll("`", "")}.</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

import type { oas31 } from "zod-openapi";
import { CopyExample } from "./copy-example";
import { type Field, listFields, nameShape, type Schema } from "./fields";
import { FieldsTable } from "./fields-table";
import type { Call } from "./groups";

/** One call: what it is at a glance, and all there is to know of it once opened. */
export function CallEntry({ call, example }: { call: Call; example: string }) {
  const { id, method, path, operation } = call;
  const isOpen = operation.security?.length === 0;
  return (
    <details className="border-grey-3 border-b">
      <summary className="focus-inset flex min-h-11 cursor-pointer items-baseline gap-3 py-2.5 pr-2 hover:bg-hover max-desk:flex-wrap max-desk:gap-y-0.5">
        <span className="w-14 shrink-0 font-strong text-grey-1 text-meta uppercase tabular-nums">{method}</span>
        <code className="text-meta desk:shrink-0 max-desk:basis-[calc(100%-5rem)] max-desk:[overflow-wrap:anywhere]">
          {path}
        </code>
        <span className="ml-auto min-w-0 text-right text-grey-1 text-pretty max-desk:ml-0 max-desk:basis-full max-desk:text-left">
          {operation.summary}
        </span>
      </summary>
      <div
        id={id}
        className="grid scroll-mt-16 grid-cols-[minmax(0,1fr)] gap-4 pt-1 pb-6 text-grey-1 desk:pl-[68px] [&_a]:underline [&_a]:underline-offset-2"
      >
        <p>{isOpen ? "Needs no token." : "Needs a token, or a session in the browser."}</p>
        <FieldsTable title="In the path and behind it" fields={listParameters(operation)} />
        <RequestBody operation={operation} />
        <Answer operation={operation} />
        <Problems operation={operation} />
        <div>
          <div className="flex items-center justify-between pb-1">
            <p className="font-strong text-grey-2 text-meta">Example</p>
            <CopyExample text={example} />
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
            tabIndex={0}
            className="overflow-x-auto rounded-panel bg-paper-low px-4 py-3 text-meta"
            data-example={id}
          >
            <code>{example}</code>
          </pre>
        </div>
      </div>
    </details>
  );
}

function listParameters({ parameters = [] }: oas31.OperationObject): Field[] {
  return (parameters as oas31.ParameterObject[]).map(({ name, in: place, required, schema, description }) => {
    const [field] = listFields({ type: "object", properties: { [name]: schema ?? {} }, required: [name] });
    const note = [place === "query" ? "query" : "path", description, field?.note].filter(Boolean).join("; ");
    return { path: name, type: field?.type ?? "string", shape: null, isRequired: required === true, note };
  });
}

function RequestBody({ operation }: { operation: oas31.OperationObject }) {
  const content = (operation.requestBody as oas31.RequestBodyObject | undefined)?.content;
  if (!content) return null;
  const json = content["application/json"]?.schema;
  if (!json) return <p>Takes the bytes of a picture: {Object.keys(content).join(", ")}.</p>;
  return <Shaped title="Takes" schema={json} />;
}

function Answer({ operation }: { operation: oas31.OperationObject }) {
  const found = Object.entries(operation.responses ?? {}).find(([status]) => Number(status) < 400);
  if (!found) return null;
  const [status, response] = found as [string, oas31.ResponseObject];
  const [media, content] = Object.entries(response.content ?? {})[0] ?? [];
  if (media === undefined) return <p>{`Answers ${status}. ${response.description}.`}</p>;
  if (!content?.schema) return <p>{`Answers ${status} with ${media}.`}</p>;
  return <Shaped title={`Answers ${status}`} schema={content.schema} />;
}

/** A shape with a name is led to; any other is told here. */
function Shaped({ title, schema }: { title: string; schema: Schema }) {
  const shape = nameShape(schema);
  if (!shape) return <FieldsTable title={title} fields={listFields(schema)} />;
  return (
    <p>
      {title} <a href={`#shape-${shape}`}>{shape}</a>.
    </p>
  );
}

function Problems({ operation }: { operation: oas31.OperationObject }) {
  const failing = Object.keys(operation.responses ?? {}).filter((status) => Number(status) >= 400);
  if (failing.length === 0) return null;
  return (
    <p>
      {"May fail with "}
      {failing.map((status, index) => (
        <span key={status}>
          {index > 0 && ", "}
          <a href={`#problem-${status}`}>{status}</a>
        </span>
      ))}
      .
    </p>
  );
}

import type { Field } from "./fields";

/** Said once of the list and not of each of some thousand rows, which would make the page twice as long. */
const ROWS =
  "border-grey-3 border-t text-meta [&>div]:grid [&>div]:grid-cols-[minmax(0,14rem)_minmax(0,1fr)] [&>div]:gap-x-4 [&>div]:border-grey-3 [&>div]:border-b [&>div]:py-1.5 max-desk:[&>div]:grid-cols-1 [&_dt]:font-[ui-monospace,monospace] [&_dt]:text-ink [&_dd]:text-grey-1 [&_*]:[overflow-wrap:anywhere] [&_a]:underline [&_a]:underline-offset-2";

/** Fields one below the other, with what they are; a shape of its own is led to, not repeated. */
export function FieldsTable({ title, fields }: { title?: string; fields: Field[] }) {
  if (fields.length === 0) return null;
  return (
    <div>
      {title && <p className="pb-1 font-strong text-grey-2 text-meta">{title}</p>}
      <dl className={ROWS}>
        {fields.map((field) => (
          <div key={field.path}>
            <dt>{field.path}</dt>
            <dd>
              {field.shape ? <a href={`#shape-${field.shape}`}>{field.type}</a> : field.type}
              {describeRest(field)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function describeRest({ isRequired, note }: Field): string {
  return `${isRequired ? "" : ", optional"}${note === "" ? "" : ` · ${note}`}`;
}

import { RelativeTime } from "@/app/_ui/relative-time";
import type { Story } from "@/lib/domains/operations/story/schema";

/** Who was told of a version, and by which way. */
export function Heard({ heard }: { heard: Story["heard"] }) {
  if (heard.length === 0) {
    return <p className="pt-3 text-grey-1">Nobody: the song had no other members, or they wanted to hear nothing.</p>;
  }
  return (
    <ul aria-label="Who heard">
      {heard.map(({ name, toldAt, seenAt, mailedAt }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, and the list is never reordered.
        <li key={i} className="flex flex-wrap items-baseline gap-x-3 border-grey-3 border-b py-2">
          <bdi className="min-w-0 flex-1 basis-40 font-strong [overflow-wrap:anywhere]">{name}</bdi>
          <span className="text-grey-2 text-meta">
            told <RelativeTime instant={toldAt} form="ago" />
            {" · "}
            {seenAt ? (
              <>
                seen <RelativeTime instant={seenAt} form="ago" />
              </>
            ) : (
              "not seen"
            )}
            {mailedAt && (
              <>
                {" · "}mailed <RelativeTime instant={mailedAt} form="ago" />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

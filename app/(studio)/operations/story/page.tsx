import type { Metadata } from "next";
import { AppError } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format-bytes";
import { isId } from "@/lib/core/ids";
import { readStory } from "@/lib/domains/operations/story/reads";
import type { Story } from "@/lib/domains/operations/story/schema";
import { type PageContext, requireAdminContext } from "@/lib/http/page";
import { Section } from "../../_frame/section";
import { Heard } from "./heard";
import { StorySearch } from "./story-search";
import { StorySteps } from "./story-steps";

export const metadata: Metadata = { title: "An upload's story" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** All that is known of one upload, with what is missing. */
export default async function StoryPage({ searchParams }: PageProps) {
  const context = await requireAdminContext();
  const { id: asked } = await searchParams;
  const id = typeof asked === "string" ? asked.trim() : "";
  const found = id === "" ? null : await find(context, id);
  return (
    <>
      <Section title="An upload’s story">
        <div className="pt-3">
          <StorySearch id={id} error={typeof found === "string" ? found : undefined} />
        </div>
      </Section>
      {found !== null && typeof found !== "string" && <Found story={found} />}
    </>
  );
}

/** What there is, or why there is none. */
async function find({ services, actor }: PageContext, id: string): Promise<Story | string> {
  if (!isId(id)) return "This is no id. It looks like 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b.";
  try {
    return await readStory(services, actor, { id });
  } catch (error) {
    if (error instanceof AppError && error.reason === "no_story") return error.message;
    throw error;
  }
}

function Found({ story: { upload, steps, heard } }: { story: Story }) {
  return (
    <>
      <Section title="What happened" detail={`${formatBytes(upload.sizeBytes)} by ${upload.by}`}>
        <p className="pt-3 text-grey-1 [overflow-wrap:anywhere]">
          <bdi className="font-strong text-ink">{upload.fileName}</bdi> for <bdi>{upload.songName}</bdi>
        </p>
        <p className="text-grey-2 text-meta [overflow-wrap:anywhere]">
          upload {upload.id}
          {upload.versionId && ` · version ${upload.versionId}`}
        </p>
        <StorySteps steps={steps} />
      </Section>
      {upload.versionId && (
        <Section title="Who heard">
          <Heard heard={heard} />
        </Section>
      )}
    </>
  );
}

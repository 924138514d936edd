import type { InngestFunction } from "inngest";
import type { QueueContext } from "./client";
import { buildAnalyzeVersion } from "./functions/analyze-version";
import { buildMakeExport } from "./functions/make-export";
import { buildPlanDigests } from "./functions/plan-digests";
import { buildPreviewVersion } from "./functions/preview-version";
import { buildRemeasureVersions } from "./functions/remeasure-versions";
import { buildResumeFunction } from "./functions/resume-function";
import { buildSendDigests } from "./functions/send-digests";
import { buildSuggestTags } from "./functions/suggest-tags";
import { buildSweepBriefs } from "./functions/sweep-briefs";
import { buildSweepExports } from "./functions/sweep-exports";
import { buildSweepMail } from "./functions/sweep-mail";
import { buildSweepUploads } from "./functions/sweep-uploads";
import { buildWriteBrief } from "./functions/write-brief";

/** Every function of the app, built for one queue client and one set of services. */
export function buildFunctions(context: QueueContext): InngestFunction.Any[] {
  return [
    buildAnalyzeVersion(context),
    buildMakeExport(context),
    buildPlanDigests(context),
    buildPreviewVersion(context),
    buildRemeasureVersions(context),
    buildResumeFunction(context),
    buildSendDigests(context),
    buildSuggestTags(context),
    buildSweepBriefs(context),
    buildSweepExports(context),
    buildSweepMail(context),
    buildSweepUploads(context),
    buildWriteBrief(context),
  ];
}

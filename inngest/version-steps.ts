import { systemScope } from "@/lib/access/system-scope";
import type { StepOutcome } from "@/lib/domains/versions/analysis/commands";
import type { Services } from "@/lib/services";
import type { QueueStep } from "./client";
import { withVerdict } from "./verdict";

interface Target {
  versionId: string;
}

type VersionCommand = (services: Services, scope: typeof systemScope, target: Target) => Promise<StepOutcome>;

/** Runs commands on a version as steps of these names, in order, until one of them finds that it is gone or ended. */
export async function runVersionSteps(
  services: Services,
  step: Pick<QueueStep, "run">,
  target: Target,
  commands: Record<string, VersionCommand>,
): Promise<StepOutcome> {
  for (const [name, run] of Object.entries(commands)) {
    const outcome: StepOutcome = await step.run(name, () =>
      withVerdict(() => measure(services, name, () => run(services, systemScope, target))),
    );
    if (outcome !== "done") return outcome;
  }
  return "done";
}

async function measure(services: Services, stage: string, work: () => Promise<StepOutcome>): Promise<StepOutcome> {
  const startedAt = performance.now();
  const note = (outcome: string) =>
    services.metrics.noteAnalysis({ stage, outcome }, (performance.now() - startedAt) / 1_000);
  try {
    const outcome = await work();
    note(outcome);
    return outcome;
  } catch (error) {
    note("failed");
    throw error;
  }
}

import type { Metadata } from "next";
import { checkReadiness } from "@/lib/domains/operations/reads";
import { requireAdminContext } from "@/lib/http/page";
import { Section } from "../_frame/section";

export const metadata: Metadata = { title: "Operations" };

/** What Segno leans on, and whether it is well. */
export default async function OverviewPage() {
  const { services } = await requireAdminContext();
  const { checks } = await checkReadiness(services);
  return (
    <Section title="Parts">
      <ul>
        {checks.map(({ name, isOk, detail, cure }) => (
          <li key={name} className="border-grey-3 border-b py-2.5">
            <p>
              <span className="font-strong">{name}</span>{" "}
              <span className={isOk ? "text-grey-1" : "text-bad-text"}>
                {isOk ? "is well." : "is not well."} {detail}
              </span>
            </p>
            {cure && <p className="max-w-[60ch] text-pretty text-grey-1">{cure}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

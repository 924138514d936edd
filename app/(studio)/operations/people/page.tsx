import type { Metadata } from "next";
import { requireAdminContext } from "@/lib/http/page";
import { Section } from "../../_frame/section";
import { People } from "./people";

export const metadata: Metadata = { title: "People" };

/** Finds who gets no mail, and verifies them by hand. */
export default async function PeoplePage() {
  await requireAdminContext();
  return (
    <Section title="People">
      <People />
    </Section>
  );
}

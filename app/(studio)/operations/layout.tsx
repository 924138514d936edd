import type { ReactNode } from "react";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdminContext } from "@/lib/http/page";
import { OperationsNav } from "./operations-nav";

/** For administrators; to everybody else there are no such pages. Each of them asks as well, when it reads. */
export default async function OperationsLayout({ children }: { children: ReactNode }) {
  await requireAdminContext();
  return (
    <>
      <PageHeader title="Operations" />
      <OperationsNav />
      {/* Holds what is hidden to the eye, so that it does not make the whole frame longer. */}
      <div className="relative grid w-full max-w-[640px] gap-9 px-6 py-5 max-desk:px-4">{children}</div>
    </>
  );
}

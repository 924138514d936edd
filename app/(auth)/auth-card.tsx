import type { ReactNode } from "react";

interface AuthCardProps {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
  /** A quieter line under the form. */
  foot?: ReactNode;
}

/** The column of the sign-in pages. */
export function AuthCard({ title, lead, children, foot }: AuthCardProps) {
  return (
    <div className="w-full max-w-[352px]">
      <h1 className="font-title text-display">{title}</h1>
      <p className="mt-1.5 text-body text-grey-1">{lead}</p>
      {children && <div className="mt-6">{children}</div>}
      {foot && <p className="mt-5 text-grey-2 text-ui">{foot}</p>}
    </div>
  );
}

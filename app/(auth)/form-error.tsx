import { CircleAlert } from "lucide-react";

/** What is wrong with the whole form; announced when it arrives. */
export function FormError({ message }: { message: string | null }) {
  return (
    <div role="alert">
      {message && (
        <p className="flex gap-2 rounded-control bg-bad-wash px-3 py-2 text-bad-text text-ui">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {message}
        </p>
      )}
    </div>
  );
}

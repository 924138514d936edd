import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";

/** Asks for an id; the answer has an address of its own. */
export function StorySearch({ id = "", error }: { id?: string; error?: string | undefined }) {
  return (
    <form action="/operations/story" method="get" className="grid gap-3">
      <TextField
        label="Id of an upload, a version or a request"
        hint="Every answer of the API has its request as x-request-id, and a failure shows it."
        name="id"
        defaultValue={id}
        error={error}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <Button type="submit" className="w-fit">
        Tell its story
      </Button>
    </form>
  );
}

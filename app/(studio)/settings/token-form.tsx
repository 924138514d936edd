"use client";
import { Copy } from "lucide-react";
import { useRef, useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { copyText } from "@/app/_client/copy-text";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { TextField } from "@/app/_ui/text-field";
import type { ApiTokenView, CreatedApiToken } from "@/lib/domains/accounts/schema";

/** Makes a token and shows its secret this once. */
export function TokenForm({ onMade }: { onMade: (token: ApiTokenView) => void }) {
  const nameField = useRef<HTMLInputElement>(null);
  const [made, setMade] = useState<CreatedApiToken | null>(null);
  const form = useForm(["name"], async ({ name }) => {
    const { token, ...view } = await callApi<CreatedApiToken>("/api/tokens", { method: "POST", body: { name } });
    setMade({ ...view, token });
    onMade(view);
    if (nameField.current) nameField.current.value = "";
  });
  return (
    <>
      {made && (
        <div role="status">
          <TextField
            label={`The secret of ${made.name}`}
            hint="Copy it now: it is shown this once and can't be read again."
            value={made.token}
            readOnly
            onFocus={(event) => event.target.select()}
            className="font-strong"
            trailing={
              <IconButton label="Copy the token" onClick={() => void copyText(made.token, "The token is copied")}>
                <Copy aria-hidden />
              </IconButton>
            }
          />
        </div>
      )}
      <form onSubmit={form.onSubmit} noValidate className="flex items-start gap-2">
        <TextField
          ref={nameField}
          label="Name of the token"
          isLabelHidden
          name="name"
          placeholder="What it is for, e.g. backup script"
          autoComplete="off"
          maxLength={200}
          isRequired
          frameClassName="min-w-0 flex-1"
          error={form.fieldError("name") ?? form.error}
        />
        <Button type="submit" disabled={form.isBusy} className="h-9! max-desk:h-12!">
          {form.isBusy ? "Making…" : "Make token"}
        </Button>
      </form>
    </>
  );
}

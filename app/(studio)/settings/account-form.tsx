"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { useTimeZone } from "@/app/_ui/relative-time";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "@/app/(auth)/form-error";
import type { AccountView } from "@/lib/domains/accounts/schema";

interface AccountFormProps {
  account: AccountView;
  timeZones: string[];
}

export function AccountForm({ account, timeZones }: AccountFormProps) {
  const router = useRouter();
  const deviceZone = useTimeZone(account.timeZone);
  const [isSaved, setSaved] = useState(false);
  const form = useForm(["name", "timeZone"], async (body) => {
    setSaved(false);
    await callApi<AccountView>("/api/account", { method: "PATCH", body });
    setSaved(true);
    // The name stands in the frame, which the server renders.
    router.refresh();
  });
  return (
    <form onSubmit={form.onSubmit} onChange={() => setSaved(false)} noValidate className="grid gap-4 pt-3">
      {form.error && <FormError message={form.error} />}
      <TextField
        label="Name"
        hint="As the band calls you. It stands beside your comments."
        name="name"
        autoComplete="name"
        defaultValue={account.name}
        maxLength={200}
        isRequired
        error={form.fieldError("name")}
      />
      <Select
        label="Time zone"
        hint={deviceZone === account.timeZone ? undefined : `This device is in ${deviceZone}.`}
        name="timeZone"
        defaultValue={account.timeZone}
        options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        error={form.fieldError("timeZone")}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="go" disabled={form.isBusy}>
          {form.isBusy ? "Saving…" : "Save"}
        </Button>
        <p role="status" className="text-grey-1">
          {isSaved ? "Saved." : ""}
        </p>
      </div>
    </form>
  );
}

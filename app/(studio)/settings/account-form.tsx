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

const FREQUENCIES = [
  { value: "daily", label: "Once a day, when something happened" },
  { value: "weekly", label: "Once a week, on Monday" },
  { value: "off", label: "Never" },
];
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

export function AccountForm({ account, timeZones }: AccountFormProps) {
  const router = useRouter();
  const deviceZone = useTimeZone(account.timeZone);
  const [frequency, setFrequency] = useState<string>(account.digestFrequency);
  const [isSaved, setSaved] = useState(false);
  const form = useForm(["name", "timeZone", "digestFrequency", "digestHour"], async ({ digestHour, ...rest }) => {
    setSaved(false);
    const body = { ...rest, ...(digestHour === undefined ? {} : { digestHour: Number(digestHour) }) };
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
      <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,1fr)_128px]">
        <Select
          label="Digest by mail"
          hint="One mail with all that is unread; none when nothing is."
          name="digestFrequency"
          value={frequency}
          onChange={(event) => setFrequency(event.target.value)}
          options={FREQUENCIES}
          error={form.fieldError("digestFrequency")}
        />
        {frequency !== "off" && (
          <Select
            label="At"
            name="digestHour"
            defaultValue={String(account.digestHour)}
            options={HOURS}
            error={form.fieldError("digestHour")}
          />
        )}
      </div>
      {account.mailProblem && (
        <p className="text-bad-text text-pretty">
          {account.mailProblem === "bounced"
            ? `Mail to ${account.email} came back, so none is sent there. `
            : `A mail to ${account.email} was marked as unwanted, so no digest is sent there. `}
          Whoever looks after this Segno can let it go again.
        </p>
      )}
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

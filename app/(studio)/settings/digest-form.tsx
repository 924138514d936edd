"use client";
import { useState } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Select } from "@/app/_ui/select";
import { FormError } from "@/app/(auth)/form-error";
import type { AccountView } from "@/lib/domains/accounts/schema";

const FREQUENCIES = [
  { value: "daily", label: "Once a day, when something happened" },
  { value: "weekly", label: "Once a week" },
  { value: "off", label: "Never" },
];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((label, index) => ({
  value: String(index + 1),
  label,
}));
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));
/** What is proposed to who never chose. */
const NIGHT = { from: 22, to: 8 };

/** When mail about what others did comes, and when it does not. */
export function DigestForm({ account }: { account: AccountView }) {
  const [frequency, setFrequency] = useState<string>(account.digestFrequency);
  const [isQuiet, setQuiet] = useState(account.quietHours !== null);
  const [isSaved, setSaved] = useState(false);
  const fields = ["digestFrequency", "digestDay", "digestHour", "quietHours.from", "quietHours.to"];
  const form = useForm(fields, async ({ digestFrequency, digestHour, digestDay, ...rest }) => {
    setSaved(false);
    const { "quietHours.from": from, "quietHours.to": to } = rest;
    const body = {
      digestFrequency,
      ...(digestHour === undefined ? {} : { digestHour: Number(digestHour) }),
      ...(digestDay === undefined ? {} : { digestDay: Number(digestDay) }),
      quietHours: from === undefined || to === undefined ? null : { from: Number(from), to: Number(to) },
    };
    await callApi<AccountView>("/api/account", { method: "PATCH", body });
    setSaved(true);
  });
  const quiet = account.quietHours ?? NIGHT;
  return (
    <form onSubmit={form.onSubmit} onChange={() => setSaved(false)} noValidate className="grid gap-4 pt-3">
      {form.error && <FormError message={form.error} />}
      <div className="flex items-start gap-4 max-desk:flex-wrap">
        <Select
          label="Digest by mail"
          hint="One mail with what is unread; none when nothing is."
          name="digestFrequency"
          value={frequency}
          onChange={(event) => setFrequency(event.target.value)}
          options={FREQUENCIES}
          error={form.fieldError("digestFrequency")}
          frameClassName="min-w-0 flex-1 max-desk:basis-full"
        />
        {frequency === "weekly" && (
          <Select
            label="On"
            name="digestDay"
            defaultValue={String(account.digestDay)}
            options={DAYS}
            frameClassName="w-36"
          />
        )}
        {frequency !== "off" && (
          <Select
            label="At"
            name="digestHour"
            defaultValue={String(account.digestHour)}
            options={HOURS}
            error={form.fieldError("digestHour")}
            frameClassName="w-28"
          />
        )}
      </div>
      <fieldset className="grid gap-3">
        <legend className="sr-only">Quiet hours</legend>
        <Checkbox
          label="Quiet hours: mail at once waits until they end"
          isChecked={isQuiet}
          onCheckedChange={setQuiet}
        />
        {isQuiet && (
          <div className="flex items-start gap-4">
            <Select
              label="From"
              name="quietHours.from"
              defaultValue={String(quiet.from)}
              options={HOURS}
              frameClassName="w-28"
            />
            <Select
              label="To"
              name="quietHours.to"
              defaultValue={String(quiet.to)}
              options={HOURS}
              error={form.fieldError("quietHours.to")}
              frameClassName="w-28"
            />
          </div>
        )}
      </fieldset>
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
          {form.isBusy ? "Saving…" : "Save mail times"}
        </Button>
        <p role="status" className="text-grey-1">
          {isSaved ? "Saved." : ""}
        </p>
      </div>
    </form>
  );
}

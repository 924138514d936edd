"use client";
import type { FormState } from "@/app/_client/api/use-form";
import { Checkbox } from "@/app/_ui/checkbox";
import { PasswordField } from "@/app/_ui/password-field";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import type { LinkView } from "@/lib/domains/links/schema";
import { toLocalField } from "./link-words";

interface LinkFieldsProps {
  form: FormState;
  /** What it is now; null for a new one. */
  link: LinkView | null;
  /** Of the one song it leads to, newest first; empty for every other link. */
  versions: { id: string; number: number }[];
}

/** What a link allows, and for how long. */
export function LinkFields({ form, link, versions }: LinkFieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        name="label"
        autoComplete="off"
        placeholder="For the label, for Ohm…"
        hint="Only the band sees it."
        defaultValue={link?.label}
        error={form.fieldError("label")}
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 font-strong text-ui">Whoever has the link may listen, and</legend>
        <Checkbox label="comment" name="canComment" isCheckedByDefault={link?.canComment ?? false} />
        <Checkbox label="download the file" name="canDownload" isCheckedByDefault={link?.canDownload ?? false} />
        <Checkbox
          label="hear earlier versions"
          name="canSeeVersions"
          isCheckedByDefault={link?.canSeeVersions ?? false}
        />
      </fieldset>
      {versions.length > 0 && (
        <Select
          label="It plays"
          name="pinnedVersionId"
          defaultValue={link?.pinned?.versionId ?? ""}
          options={[
            { value: "", label: "the current version, whichever that is" },
            ...versions.map(({ id, number }) => ({ value: id, label: `v${number}, also when others come` })),
          ]}
          error={form.fieldError("pinnedVersionId")}
        />
      )}
      <div className="grid grid-cols-2 gap-3 max-desk:grid-cols-1">
        <TextField
          label="Ends"
          name="expiresAt"
          type="datetime-local"
          hint="Empty: when you end it."
          defaultValue={toLocalField(link?.expiresAt ?? null)}
          error={form.fieldError("expiresAt")}
        />
        <TextField
          label="Guests at most"
          name="maxGuests"
          type="number"
          min={1}
          inputMode="numeric"
          hint="Counted once each. Empty: any number."
          defaultValue={link?.maxGuests ?? ""}
          error={form.fieldError("maxGuests")}
        />
      </div>
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint={
          link?.hasPassword
            ? "One is set. A new one asks everybody again; empty keeps it."
            : "Empty: none is asked for."
        }
        error={form.fieldError("password")}
      />
      {link?.hasPassword && <Checkbox label="Ask for no password any more" name="withoutPassword" />}
    </>
  );
}

/** What the fields say, as the API takes it. */
export function readLinkFields(values: Record<string, string>, link: LinkView | null) {
  const { label = "", password = "", expiresAt = "", maxGuests = "", pinnedVersionId } = values;
  const isOn = (name: string) => values[name] !== undefined;
  const word = isOn("withoutPassword") ? { password: null } : password === "" ? {} : { password };
  return {
    label,
    canComment: isOn("canComment"),
    canDownload: isOn("canDownload"),
    canSeeVersions: isOn("canSeeVersions"),
    // A minute is all the field holds: what was not touched keeps its seconds.
    expiresAt: readMoment(expiresAt, link),
    maxGuests: maxGuests === "" ? null : Number(maxGuests),
    ...(pinnedVersionId === undefined ? {} : { pinnedVersionId: pinnedVersionId === "" ? null : pinnedVersionId }),
    ...word,
  };
}

function readMoment(field: string, link: LinkView | null): string | null {
  if (field === "") return null;
  if (link?.expiresAt && field === toLocalField(link.expiresAt)) return link.expiresAt;
  return new Date(field).toISOString();
}

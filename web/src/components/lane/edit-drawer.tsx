import { Drawer, NumberInput, SimpleGrid, Skeleton, TagsInput, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Relation } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { EditForm, useEdit } from "~/components/edit-form";
import { ProblemAlert } from "~/components/problem-alert";
import { problemAt } from "~/components/problems";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { changeRelation, type LaneRow, type RelationPatch, relationQuery, targetName } from "./api";
import { useBench } from "./bench";
import { codesQuery } from "./codes";
import { fromField, toField } from "./moment";
import { Reasons } from "./refusal";

const texts = defineTexts({
  en: {
    title: "{name} under {type}",
    text: "Fields left empty mean: always, everywhere, for everyone.",
    weight: "Weight",
    weightHelp: "Multiplies the score; 1 is neutral",
    quantity: "Quantity",
    quantityHelp: "How many go with one",
    pin: "Pinned to place",
    pinHelp: "Empty is not pinned",
    valid_from: "Shown from",
    valid_until: "Shown until",
    zone: "In your time zone, {zone}",
    channels: "Channels",
    locales: "Languages",
    segments: "Customer segments",
    codes: "Type a code and press Enter",
    edited: "{name} changed in {type}",
  },
  de: {
    title: "{name} unter {type}",
    text: "Leere Felder heißen: immer, überall, für alle.",
    weight: "Gewicht",
    weightHelp: "Wird mit der Punktzahl multipliziert; 1 ist neutral",
    quantity: "Menge",
    quantityHelp: "Wie viele zu einem gehören",
    pin: "Angeheftet auf Platz",
    pinHelp: "Leer heißt nicht angeheftet",
    valid_from: "Gezeigt ab",
    valid_until: "Gezeigt bis",
    zone: "In Ihrer Zeitzone, {zone}",
    channels: "Kanäle",
    locales: "Sprachen",
    segments: "Kundensegmente",
    codes: "Code eingeben und Eingabetaste drücken",
    edited: "{name} in {type} geändert",
  },
});

interface Draft {
  weight: string | number;
  quantity: string | number;
  pin: string | number;
  valid_from: string;
  valid_until: string;
  channels: string[];
  locales: string[];
  segments: string[];
}

function draftOf(relation: Relation): Draft {
  return {
    weight: relation.weight ?? 1,
    quantity: relation.quantity ?? "",
    pin: relation.pin ?? "",
    valid_from: toField(relation.valid_from),
    valid_until: toField(relation.valid_until),
    channels: relation.channels ?? [],
    locales: relation.locales ?? [],
    segments: relation.segments ?? [],
  };
}

const numberOrNull = (value: string | number) => (value === "" ? null : Number(value));

/** The fields that a draft changes; the others are left alone on the server. */
export function patchOf(before: Draft, after: Draft): RelationPatch {
  const patch: RelationPatch = {};
  const differs = (field: keyof Draft) => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  if (differs("weight")) patch.weight = numberOrNull(after.weight) ?? 1;
  if (differs("quantity")) patch.quantity = numberOrNull(after.quantity);
  if (differs("pin")) patch.pin = numberOrNull(after.pin);
  for (const field of ["valid_from", "valid_until"] as const)
    if (differs(field)) patch[field] = fromField(after[field]);
  for (const field of ["channels", "locales", "segments"] as const)
    if (differs(field)) patch[field] = after[field];
  return patch;
}

/** What a relation has beside its place: where, when, for whom, how many, how strong. */
export function EditDrawer({ row, onClose }: { row: LaneRow; onClose: () => void }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { look } = useRelationTypes();
  const name = targetName(row);
  const type = look(row.type).label;
  const { data, error } = useQuery(relationQuery(row.id));
  return (
    <Drawer
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      position="right"
      size="md"
      title={t("title", { name, type })}
      returnFocus={false}
    >
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton h={420} />}
      {data && <Fields key={row.id} row={row} stored={data.data} etag={data.etag} onClose={onClose} />}
    </Drawer>
  );
}

interface FieldsProps {
  row: LaneRow;
  stored: Relation;
  etag: string | null;
  onClose: () => void;
}

function Fields({ row, stored, etag, onClose }: FieldsProps) {
  const t = useTexts(texts);
  const client = useQueryClient();
  const { done } = useUndo();
  const { actions } = useBench();
  const { look } = useRelationTypes();
  const { language } = useLanguage();
  const edit = useEdit({
    stored,
    etag,
    draftOf,
    patchOf,
    send: (patch, matching) => changeRelation(row.id, patch, matching),
    reload: () => client.fetchQuery({ ...relationQuery(row.id), staleTime: 0 }),
    onSaved: (revision) => {
      done({ what: t("edited", { name: targetName(row), type: look(row.type).label }), revision });
      actions.refuse(row.type, undefined);
    },
    onClose,
  });
  const { draft, error } = edit;
  const channels = useQuery(codesQuery("channels"));
  const set = <F extends keyof Draft>(field: F, value: Draft[F]) =>
    edit.change({ [field]: value } as Pick<Draft, F>);
  const wrong = (field: string) => problemAt(error?.problems ?? [], `/${field}`, language);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <EditForm edit={edit} label={(field) => t(field as keyof typeof texts.en)}>
      <Text size="sm" c="dimmed">
        {t("text")}
      </Text>
      <Pair>
        <NumberInput
          label={t("weight")}
          description={t("weightHelp")}
          value={draft.weight}
          onChange={(value) => set("weight", value)}
          min={0}
          step={0.1}
          decimalScale={6}
          error={wrong("weight")}
          autoFocus
        />
        <NumberInput
          label={t("quantity")}
          description={t("quantityHelp")}
          value={draft.quantity}
          onChange={(value) => set("quantity", value)}
          min={0}
          error={wrong("quantity")}
        />
      </Pair>
      <NumberInput
        label={t("pin")}
        description={t("pinHelp")}
        value={draft.pin}
        onChange={(value) => set("pin", value)}
        min={1}
        allowDecimal={false}
        error={wrong("pin")}
      />
      <Pair>
        {(["valid_from", "valid_until"] as const).map((field) => (
          <TextInput
            key={field}
            type="datetime-local"
            label={t(field)}
            description={t("zone", { zone })}
            value={draft[field]}
            onChange={(event) => set(field, event.currentTarget.value)}
            error={wrong(field)}
          />
        ))}
      </Pair>
      {(["channels", "locales", "segments"] as const).map((field) => (
        <TagsInput
          key={field}
          label={t(field)}
          description={t("codes")}
          data={field === "channels" ? (channels.data?.map(({ code }) => code) ?? []) : []}
          value={draft[field]}
          onChange={(value) => set(field, value)}
          error={wrong(field)}
          acceptValueOnBlur
        />
      ))}
      {error &&
        (error.problems.length > 0 ? (
          <Text c="red" component="div" role="alert">
            <Reasons problems={error.problems} />
          </Text>
        ) : (
          <ProblemAlert error={error} />
        ))}
    </EditForm>
  );
}

/** Two fields side by side where there is room. */
function Pair({ children }: { children: ReactNode }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: "end" }}>
      {children}
    </SimpleGrid>
  );
}

import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { CodeField } from "~/components/document/code-field";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { type Editor, useEditor } from "~/components/document/use-editor";
import { useTexts } from "~/i18n";
import { nameOrCode, type Placement } from "./api";
import { BlockFields } from "./block-fields";
import { ARRANGEMENTS, arrangementOf, FALLBACKS, type Fallback, placementTexts } from "./placement-texts";

const EMPTY: Placement = {
  code: "",
  name: "",
  limit: 6,
  arrangement: "manual_first",
  reserve: null,
  caps: { brand: null, category: null },
  blocks: [],
  fallbacks: [...FALLBACKS],
  built_in: false,
};
const FIELDS = ["/code", "/name", "/limit", "/arrangement", "/reserve", "/caps", "/blocks", "/fallbacks"];
/** Places that are kept when somebody switches to keeping some. */
const RESERVE_DEFAULT = 2;

export type PlacementFormProps = { editor: Editor<"placements">; draft: Placement };

/** A number as a field holds it: empty is null. */
const numberOrNull = (value: number | string) => (value === "" ? null : Number(value));

/** A place of the shop: how many items, in which order, with which parts and limits. */
export function PlacementEditor({ code }: { code: string }) {
  const t = useTexts(placementTexts);
  const editor = useEditor({
    noun: "placements",
    code,
    empty: EMPTY,
    nameOf: nameOrCode,
    list: "/settings/placements",
  });
  const { draft } = editor;
  const known = t as (key: string) => string;
  return (
    <EditorFrame
      editor={editor}
      newTitle={t("new")}
      fields={FIELDS}
      keptBecause={draft?.built_in ? t("builtIn") : undefined}
      fieldLabel={(field) => {
        if (field === "reserve") return t("reserved");
        return field in placementTexts.en ? known(field) : field;
      }}
    >
      {draft && (
        <>
          <Basics editor={editor} draft={draft} />
          <BlockFields editor={editor} draft={draft} />
          <CapFields editor={editor} draft={draft} />
          <FallbackFields editor={editor} draft={draft} />
        </>
      )}
    </EditorFrame>
  );
}

function Basics({ editor, draft }: PlacementFormProps) {
  const t = useTexts(placementTexts);
  const { change, problem, isNew } = editor;
  const arrangement = arrangementOf(draft.arrangement);
  return (
    <Fieldset legend={t("basics")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {isNew && <CodeField editor={editor} example="product_page" />}
        <TextInput
          label={t("name")}
          value={draft.name ?? ""}
          error={problem("/name")}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <NumberInput
          label={t("limit")}
          description={t("limitHelp")}
          value={draft.limit ?? 6}
          error={problem("/limit")}
          allowDecimal={false}
          onChange={(limit) => change({ limit: Number(limit) })}
        />
      </SimpleGrid>
      <Select
        label={t("arrangement")}
        description={t(`${arrangement}Help`)}
        value={arrangement}
        error={problem("/arrangement")}
        allowDeselect={false}
        data={ARRANGEMENTS.map((value) => ({
          value,
          label: t(value === "reserve" ? "reserveName" : value),
        }))}
        onChange={(value) => {
          const next = arrangementOf(value);
          change({
            arrangement: next,
            reserve: next === "reserve" ? (draft.reserve ?? RESERVE_DEFAULT) : null,
          });
        }}
      />
      {arrangement === "reserve" && (
        <NumberInput
          label={t("reserved")}
          value={draft.reserve ?? ""}
          error={problem("/reserve")}
          allowDecimal={false}
          onChange={(reserve) => change({ reserve: numberOrNull(reserve) })}
        />
      )}
    </Fieldset>
  );
}

function CapFields({ editor, draft }: PlacementFormProps) {
  const t = useTexts(placementTexts);
  const { change, problem } = editor;
  return (
    <Fieldset legend={t("caps")}>
      <Text size="sm" c="dimmed">
        {t("capsHelp")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {(["brand", "category"] as const).map((kind) => (
          <NumberInput
            key={kind}
            label={t(kind)}
            value={draft.caps?.[kind] ?? ""}
            error={problem(`/caps/${kind}`)}
            allowDecimal={false}
            onChange={(value) => change({ caps: { ...draft.caps, [kind]: numberOrNull(value) } })}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}

function FallbackFields({ editor, draft }: PlacementFormProps) {
  const t = useTexts(placementTexts);
  const { change, problem } = editor;
  const used = (draft.fallbacks ?? []).filter((one): one is Fallback =>
    FALLBACKS.some((known) => known === one),
  );
  const free = FALLBACKS.filter((one) => !used.includes(one));
  const error = problem("/fallbacks");
  return (
    <Fieldset legend={t("fallbacks")}>
      <Text size="sm" c="dimmed">
        {t("fallbacksHelp")}
      </Text>
      {used.length === 0 && <Text size="sm">{t("noFallback")}</Text>}
      <Stack component="ol" gap="xs" m={0} pl="lg">
        {used.map((fallback, index) => (
          <li key={fallback}>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <Text size="sm">{t(fallback)}</Text>
              {index > 0 && (
                <ActionIcon
                  variant="default"
                  size={28}
                  aria-label={t("firstFallback", { name: t(fallback) })}
                  onClick={() => change({ fallbacks: [fallback, ...used.filter((one) => one !== fallback)] })}
                >
                  <IconArrowUp size={15} />
                </ActionIcon>
              )}
              <ActionIcon
                variant="default"
                size={28}
                aria-label={t("removeFallback", { name: t(fallback) })}
                onClick={() => change({ fallbacks: used.filter((one) => one !== fallback) })}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </Stack>
      <Group gap="xs">
        {free.map((fallback) => (
          <Button
            key={fallback}
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change({ fallbacks: [...used, fallback] })}
            h="auto"
            mih={26}
            styles={{ label: { whiteSpace: "normal" } }}
          >
            {t("addFallback", { name: t(fallback) })}
          </Button>
        ))}
      </Group>
      {error && (
        <Text size="xs" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Fieldset>
  );
}

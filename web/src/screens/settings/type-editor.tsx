import { SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { CodeField } from "~/components/document/code-field";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { type Editor, useEditor } from "~/components/document/use-editor";
import { lookOf } from "~/components/relation-type";
import { type Language, useLanguage, useTexts } from "~/i18n";
import type { RelationType } from "./api";
import { LookFields } from "./type-look-fields";
import { RuleFields } from "./type-rule-fields";
import { typeTexts } from "./type-texts";

const LANGUAGES: Language[] = ["en", "de"];
const EMPTY: RelationType = {
  code: "",
  label: {},
  default_weight: 0.5,
  cycle_law: "free",
  potential: null,
  symmetric: false,
  inverse: null,
  max_per_product: 50,
  placements: ["product_page"],
  description: null,
  example: null,
  color: null,
  icon: null,
  built_in: false,
};
const FIELDS = [
  "/code",
  "/label/en",
  "/label/de",
  "/description/en",
  "/description/de",
  "/example/en",
  "/example/de",
  "/color",
  "/icon",
  "/default_weight",
  "/cycle_law",
  "/potential",
  "/symmetric",
  "/inverse",
  "/max_per_product",
  "/placements",
];

export type TypeFormProps = { editor: Editor<"relation-types">; draft: RelationType };

/** Everything about one relation type. */
export function TypeEditor({ code }: { code: string }) {
  const t = useTexts(typeTexts);
  const { language } = useLanguage();
  const nameOf = (type: RelationType) => lookOf(type, language).label || (type.code ?? "");
  const editor = useEditor({ noun: "relation-types", code, empty: EMPTY, nameOf, list: "/settings/types" });
  const { draft } = editor;
  const known = t as (key: string, values?: Record<string, string>) => string;
  return (
    <EditorFrame
      editor={editor}
      newTitle={t("new")}
      fields={FIELDS}
      keptBecause={draft?.built_in ? t("builtIn") : undefined}
      fieldLabel={(field) => (field in typeTexts.en ? known(field, { language: "en, de" }) : field)}
    >
      {draft && (
        <Stack>
          <WordFields editor={editor} draft={draft} />
          <LookFields editor={editor} draft={draft} />
          <RuleFields editor={editor} draft={draft} />
        </Stack>
      )}
    </EditorFrame>
  );
}

type Words = { [locale: string]: string };

/** A text in one language changed; an empty one is taken out. */
function withText(words: Words | null | undefined, language: Language, text: string): Words {
  const { [language]: _, ...others } = words ?? {};
  return text === "" ? others : { ...others, [language]: text };
}

const orNull = (words: Words) => (Object.keys(words).length > 0 ? words : null);

function WordFields({ editor, draft }: TypeFormProps) {
  const t = useTexts(typeTexts);
  const { change, problem, isNew } = editor;
  return (
    <Fieldset legend={t("words")}>
      {isNew && <CodeField editor={editor} example="gift_wrap" />}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {LANGUAGES.map((language) => (
          <TextInput
            key={language}
            label={t("label", { language: t(language) })}
            value={draft.label?.[language] ?? ""}
            error={problem(`/label/${language}`)}
            onChange={(event) =>
              change({ label: withText(draft.label, language, event.currentTarget.value) })
            }
          />
        ))}
        {LANGUAGES.map((language) => (
          <Textarea
            key={language}
            autosize
            minRows={2}
            label={t("description", { language: t(language) })}
            description={t("descriptionHelp")}
            placeholder={lookOf({ ...draft, description: null }, language).sentence}
            value={draft.description?.[language] ?? ""}
            error={problem(`/description/${language}`)}
            onChange={(event) =>
              change({
                description: orNull(withText(draft.description, language, event.currentTarget.value)),
              })
            }
          />
        ))}
        {LANGUAGES.map((language) => (
          <TextInput
            key={language}
            label={t("example", { language: t(language) })}
            placeholder={lookOf({ ...draft, example: null }, language).example}
            value={draft.example?.[language] ?? ""}
            error={problem(`/example/${language}`)}
            onChange={(event) =>
              change({ example: orNull(withText(draft.example, language, event.currentTarget.value)) })
            }
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}

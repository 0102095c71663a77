import { SimpleGrid, TextInput } from "@mantine/core";
import { useTyped } from "~/components/condition/builder/use-typed";
import { CodeField } from "~/components/document/code-field";
import { named } from "~/components/document/named";
import { useTexts } from "~/i18n";
import { ruleTexts } from "./rule-texts";

interface Draft {
  name?: string;
  code?: string;
}

interface NameFieldsProps {
  editor: {
    draft: Draft | undefined;
    isNew: boolean;
    change: (fields: Draft) => void;
    problem: (pointer: string) => string | undefined;
  };
  problem: (pointer: string) => string | undefined;
  /** What a code looks like. */
  example: string;
}

/** What a rule or guideline is called, and the code of a new one. */
export function NameFields({ editor, problem, example }: NameFieldsProps) {
  const t = useTexts(ruleTexts);
  const { draft = {}, change, isNew } = editor;
  // The rest of the page is drawn anew in a pause, not at every key.
  const name = useTyped(draft.name ?? "", (text) => change(named(draft, text, isNew)));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={t("name")}
        value={name.text}
        error={problem("/name")}
        onChange={(event) => name.type(event.currentTarget.value)}
        onBlur={name.flush}
        onKeyDown={(event) => event.key === "Enter" && name.flush()}
      />
      {isNew && <CodeField editor={editor} example={example} />}
    </SimpleGrid>
  );
}

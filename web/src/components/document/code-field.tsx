import { TextInput } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    code: "Code",
    help: "A short name for the API, such as {example}. It never changes.",
  },
  de: {
    code: "Code",
    help: "Ein kurzer Name für die API, etwa {example}. Er ändert sich nie.",
  },
});

interface CodeFieldProps {
  editor: {
    draft: { code?: string } | undefined;
    change: (fields: { code: string }) => void;
    problem: (pointer: string) => string | undefined;
  };
  example: string;
}

/** The code of something new. */
export function CodeField({ editor: { draft, change, problem }, example }: CodeFieldProps) {
  const t = useTexts(texts);
  return (
    <TextInput
      label={t("code")}
      description={t("help", { example })}
      value={draft?.code ?? ""}
      error={problem("/code")}
      required
      onChange={(event) => change({ code: event.currentTarget.value.trim() })}
    />
  );
}

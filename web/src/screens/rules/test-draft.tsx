import { Button, Tooltip } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { defineTexts, useTexts } from "~/i18n";
import { type RuleNoun, statusOf } from "./api";

const texts = defineTexts({
  en: { test: "Test this draft", first: "Save it first: the tests take what is saved" },
  de: {
    test: "Diesen Entwurf prüfen",
    first: "Erst speichern: Geprüft wird, was gespeichert ist",
  },
});

interface TestDraftProps {
  noun: RuleNoun;
  code: string;
  editor: { draft: { status?: string } | undefined; isNew: boolean; isDirty: boolean };
}

/** The way to the test bench with a draft that is saved; what is live is tested there anyway. */
export function TestDraft({ noun, code, editor }: TestDraftProps) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const { draft, isNew, isDirty } = editor;
  if (isNew || statusOf(draft?.status) === "active") return null;
  return (
    <Tooltip label={t("first")} disabled={!isDirty}>
      <Button
        variant="default"
        leftSection={<IconFlask size={16} aria-hidden />}
        data-disabled={isDirty || undefined}
        aria-disabled={isDirty || undefined}
        aria-description={isDirty ? t("first") : undefined}
        onClick={() =>
          !isDirty && void navigate({ to: "/tests", search: { on: [`${noun}:${code}`] } as never })
        }
      >
        {t("test")}
      </Button>
    </Tooltip>
  );
}

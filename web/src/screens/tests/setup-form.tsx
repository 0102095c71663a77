import { Button, Group, Paper, SegmentedControl, Select, Stack, Title } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { listQuery, nameOrCode } from "~/components/document/api";
import { defineTexts, useTexts } from "~/i18n";
import { AskFields } from "./ask-fields";
import { PartSelect } from "./part-select";
import { SampleFields } from "./sample-fields";
import type { Setup } from "./setup";
import { testTexts } from "./test-page";

const texts = defineTexts({
  en: {
    what: "What is tested",
    live: "What is live",
    draft: "With a draft",
    on: "As if these were live",
    onHelp: "Drafts, and what is paused",
    off: "As if these were off",
    offHelp: "What is live now",
    against: "Checks and products",
    where: "Where",
    suite: "Suite",
    run: "Run the tests",
  },
  de: {
    what: "Was geprüft wird",
    live: "Was live ist",
    draft: "Mit Entwurf",
    on: "Als wären diese live",
    onHelp: "Entwürfe, und was pausiert ist",
    off: "Als wären diese aus",
    offHelp: "Was jetzt live ist",
    against: "Womit und an welchen Produkten",
    where: "Wo",
    suite: "Prüfung",
    run: "Jetzt prüfen",
  },
});

interface SetupFormProps {
  setup: Setup;
  isRunning: boolean;
  change: (fields: Partial<Setup>) => void;
  onRun: () => void;
}

/** What is tested, against which checks, with which products, where. */
export function SetupForm({ setup, isRunning, change, onRun }: SetupFormProps) {
  const t = useTexts(texts);
  const words = useTexts(testTexts);
  const suites = useQuery(listQuery("test-suites"));
  const [isOpened, setOpened] = useState(false);
  const isDraft = isOpened || setup.on.length + setup.off.length > 0;
  const saved = (suites.data?.items ?? []).map((suite) => ({
    value: suite.code ?? "",
    label: nameOrCode(suite),
  }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      <Paper>
        <Stack gap="lg">
          <Part title={t("what")}>
            <SegmentedControl
              fullWidth
              aria-label={t("what")}
              value={isDraft ? "draft" : "live"}
              onChange={(next) => {
                setOpened(next === "draft");
                if (next === "live") change({ on: [], off: [] });
              }}
              data={[
                { value: "live", label: t("live") },
                { value: "draft", label: t("draft") },
              ]}
            />
            {isDraft && (
              <>
                <PartSelect
                  label={t("on")}
                  description={t("onHelp")}
                  isLive={false}
                  value={setup.on}
                  onChange={(on) => change({ on })}
                />
                <PartSelect
                  label={t("off")}
                  description={t("offHelp")}
                  isLive
                  value={setup.off}
                  onChange={(off) => change({ off })}
                />
              </>
            )}
          </Part>
          <Part title={t("against")}>
            <Select
              label={t("suite")}
              data={[{ value: "", label: words("builtIn") }, ...saved]}
              value={setup.suite ?? ""}
              allowDeselect={false}
              onChange={(suite) => change({ suite: suite || undefined })}
            />
            <SampleFields
              by={setup.by}
              sample={setup.sample}
              isOptional
              onChange={(by, sample) => change({ by, sample })}
            />
          </Part>
          <Part title={t("where")}>
            <AskFields isShort at="/asks/0" ask={setup.ask} onChange={(ask) => change({ ask })} />
          </Part>
          <Group justify="flex-end">
            <Button type="submit" loading={isRunning} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
              {t("run")}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Stack gap="sm" role="group" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

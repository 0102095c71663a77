import { Anchor, Badge, Button, Paper, Stack, Text } from "@mantine/core";
import { IconLock, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useScreenKeys } from "~/app/keys";
import { type Column, DataTable } from "~/components/data-table";
import { listQuery, nameOrCode } from "~/components/document/api";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import type { TestSuite } from "./api";
import { useSampleWords } from "./sample-words";
import { SaveSuite } from "./save-suite";
import { setupOf } from "./setup";
import { TestPage, testTexts } from "./test-page";
import { useSingleKeys } from "./use-bench-keys";

const texts = defineTexts({
  en: {
    make: "New suite",
    required: "Required",
    optional: "no",
    sample: "Products",
    checks: "Checks",
    count: "{count, plural, one {# check} other {# checks}}",
    run: "Run",
    runOf: "Run {name}",
    actions: "Actions",
    none: "No suite is saved",
    noneText:
      "A suite holds checks of your own: what must never be shown, how much has to be covered, how long answers may take. Build servers run it with relata test.",
    walk: "Walk through the rows",
    open: "Open",
  },
  de: {
    make: "Neue Prüfung",
    required: "Pflicht",
    optional: "nein",
    sample: "Produkte",
    checks: "Prüfpunkte",
    count: "{count, plural, one {# Prüfpunkt} other {# Prüfpunkte}}",
    run: "Prüfen",
    runOf: "Prüfen: {name}",
    actions: "Aktionen",
    none: "Keine Prüfung ist gespeichert",
    noneText:
      "Eine Prüfung hält eigene Prüfpunkte: was nie gezeigt werden darf, wie viel abgedeckt sein muss, wie lange Antworten dauern dürfen. Build-Server führen sie mit relata test aus.",
    walk: "Durch die Zeilen gehen",
    open: "Öffnen",
  },
});

/** A new suite has what comes with the program; it is edited once it is there. */
const USUAL = setupOf({}, []);

/** All saved suites. */
export default function Screen() {
  const t = useTexts(texts);
  const words = useTexts(testTexts);
  const say = useSampleWords();
  const navigate = useNavigate();
  const { data, error } = useQuery(listQuery("test-suites"));
  const [isMaking, setMaking] = useState(false);
  useScreenKeys(
    useMemo(
      () => [
        { keys: "↑ ↓", label: t("walk") },
        { keys: "Enter", label: t("open") },
        { keys: "n", label: t("make") },
      ],
      [t],
    ),
  );
  const make = () => setMaking(true);
  useSingleKeys({ n: make });
  const columns: Column<TestSuite>[] = [
    {
      id: "name",
      head: words("suite"),
      minWidth: 200,
      cell: (suite) => (
        <Stack gap={0}>
          <Anchor component={Link} to={addressOf(suite)} fw={600} size="sm">
            {nameOrCode(suite)}
          </Anchor>
          <Text size="xs" c="dimmed">
            {suite.code}
          </Text>
        </Stack>
      ),
    },
    {
      id: "required",
      head: t("required"),
      cell: ({ required }) =>
        required ? (
          <Badge color="orange" leftSection={<IconLock size={12} aria-hidden />} style={{ flex: "none" }}>
            {t("required")}
          </Badge>
        ) : (
          t("optional")
        ),
    },
    { id: "sample", head: t("sample"), cell: ({ sample }) => say(sample) },
    { id: "checks", head: t("checks"), cell: ({ checks = [] }) => t("count", { count: checks.length }) },
    {
      id: "actions",
      head: t("actions"),
      align: "right",
      cell: (suite) => (
        <Button
          component={Link}
          to="/tests"
          search={{ suite: suite.code ?? "" } as never}
          variant="default"
          size="compact-sm"
          aria-label={t("runOf", { name: nameOrCode(suite) })}
        >
          {t("run")}
        </Button>
      ),
    },
  ];
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={make}>
      {t("make")}
    </Button>
  );
  return (
    <TestPage tab="suites" actions={button}>
      {error && !data ? (
        <ProblemAlert error={error} />
      ) : (
        <Paper p="xs">
          <DataTable
            label={words("suites")}
            columns={columns}
            rows={data?.items}
            rowId={({ code = "" }) => code}
            rowName={nameOrCode}
            onOpen={(suite) => void navigate({ to: addressOf(suite) })}
            empty={<EmptyState title={t("none")} text={t("noneText")} />}
            skeletonRows={3}
          />
        </Paper>
      )}
      {isMaking && <SaveSuite setup={USUAL} onClose={() => setMaking(false)} />}
    </TestPage>
  );
}

const addressOf = ({ code = "" }: TestSuite) => `/tests/suites/${encodeURIComponent(code)}`;

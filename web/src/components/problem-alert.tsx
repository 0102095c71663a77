import { Alert, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { asProblem, type ProblemDetail } from "~/api/problem";
import { defineTexts, useTexts } from "~/i18n";
import { PathText } from "./path-text";

const texts = defineTexts({
  en: {
    refused: "This was not done",
    unreachable: "The server cannot be reached",
    unreachableHint: "Look whether Relata is still running; this page goes on by itself when it is.",
    unavailable: "The database is away for the moment",
    failed: "Something went wrong",
    request: "Request {id}",
  },
  de: {
    refused: "Das wurde nicht ausgeführt",
    unreachable: "Der Server ist nicht erreichbar",
    unreachableHint: "Sehen Sie nach, ob Relata noch läuft; diese Seite macht dann von selbst weiter.",
    unavailable: "Die Datenbank ist gerade nicht erreichbar",
    failed: "Etwas ist schiefgegangen",
    request: "Anfrage {id}",
  },
});

/** What went wrong, why, what to do next, and under which number the log knows it. */
export function ProblemAlert({ error, title }: { error: unknown; title?: string }) {
  const t = useTexts(texts);
  const problem = asProblem(error);
  const heading =
    problem.code === "unreachable"
      ? t("unreachable")
      : problem.status === 503
        ? t("unavailable")
        : problem.status >= 400 && problem.status < 500
          ? t("refused")
          : t("failed");
  return (
    <Alert
      color="red"
      variant="light"
      radius="md"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? heading}
    >
      <Stack gap={4}>
        {problem.problems.length === 0 && (
          <Text size="sm">{problem.code === "unreachable" ? t("unreachableHint") : problem.message}</Text>
        )}
        <ProblemList problems={problem.problems} />
        {problem.requestId && (
          <Text size="xs" c="dimmed">
            {t("request", { id: problem.requestId })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

/** Every problem with its way out; a circle as its path. */
export function ProblemList({ problems }: { problems: ProblemDetail[] }) {
  if (problems.length === 0) return null;
  return (
    <List
      size="sm"
      spacing={4}
      listStyleType={problems.length === 1 ? "none" : "disc"}
      withPadding={problems.length > 1}
    >
      {problems.map((problem, index) => (
        // Problems have no names of their own.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it came, never reordered
        <List.Item key={index}>
          {problem.message}
          {problem.path && problem.path.length > 0 && <PathText path={problem.path} />}
          {problem.hint && (
            <Text size="sm" c="dimmed" component="span" display="block">
              {problem.hint}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

import { Alert, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { asProblem, type ProblemDetail } from "~/api/problem";
import { defineTexts, type Sayable, useProblemWords, useTexts } from "~/i18n";
import { PathText } from "./path-text";

const texts = defineTexts({
  en: {
    refused: "This was not done",
    unreachable: "The server cannot be reached",
    unreachableHint: "Look whether Relata is still running; this page goes on by itself when it is.",
    unavailable: "The database is away for the moment",
    failed: "Something went wrong",
    request: "Request {id}",
    row: "Line {row, number}",
    column: "Line {row, number}, column {column}",
    exact: "In the server’s words: ",
  },
  de: {
    refused: "Das wurde nicht ausgeführt",
    unreachable: "Der Server ist nicht erreichbar",
    unreachableHint: "Sehen Sie nach, ob Relata noch läuft; diese Seite macht dann von selbst weiter.",
    unavailable: "Die Datenbank ist gerade nicht erreichbar",
    failed: "Etwas ist schiefgegangen",
    request: "Anfrage {id}",
    row: "Zeile {row, number}",
    column: "Zeile {row, number}, Spalte {column}",
    exact: "Im Wortlaut: ",
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
          <Text size="sm" component="div">
            {problem.code === "unreachable" ? t("unreachableHint") : <ProblemWords problem={problem} />}
          </Text>
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

interface ProblemWordsProps {
  problem: Sayable & Pick<ProblemDetail, "path" | "row">;
  /** Draws a circle with what its products are called; without it they are SKUs. */
  drawPath?: (path: string[]) => ReactNode;
}

/** What is wrong, where, and the way out; in other languages than English with what the server wrote. */
export function ProblemWords({ problem, drawPath = (path) => <PathText path={path} /> }: ProblemWordsProps) {
  const t = useTexts(texts);
  const { text, hint, exact } = useProblemWords()(problem);
  const { path, row, column } = problem;
  const place = row ? t(column ? "column" : "row", { row, column }) : null;
  return (
    <>
      {text}
      {path && path.length > 0 && drawPath(path)}
      {place && <Aside>{place}</Aside>}
      {hint && <Aside>{hint}</Aside>}
      {exact && (
        <Aside>
          {t("exact")}
          <span lang="en">{exact}</span>
        </Aside>
      )}
    </>
  );
}

function Aside({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" component="span" display="block">
      {children}
    </Text>
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
          <ProblemWords problem={problem} />
        </List.Item>
      ))}
    </List>
  );
}

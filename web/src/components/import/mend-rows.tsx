import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ProblemDetail } from "~/api/problem";
import { useAnnounce } from "~/app/announce";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, inOneLine, useFormats, useProblemWords, useTexts } from "~/i18n";
import { mendRows, type ProblemGroup, type RowMend, rowsQuery } from "./api";
import { MendRow } from "./mend-row";

const texts = defineTexts({
  en: {
    mended: "Line {row} mended",
    skipped: "Line {row} left out",
    back: "Line {row} taken in again",
    allSkipped: "{count, plural, one {# line left out} other {# lines left out}}",
    more: "Show {count} more",
    skipAll: "Leave out all {count}",
    beyond: "Only the first {count} lines are shown here; mend the rest in the file of rejected rows.",
  },
  de: {
    mended: "Zeile {row} richtiggestellt",
    skipped: "Zeile {row} ausgelassen",
    back: "Zeile {row} wieder aufgenommen",
    allSkipped: "{count, plural, one {# Zeile ausgelassen} other {# Zeilen ausgelassen}}",
    more: "{count} weitere zeigen",
    skipAll: "Alle {count} auslassen",
    beyond:
      "Hier stehen nur die ersten {count} Zeilen; stellen Sie die übrigen in der Datei der abgelehnten Zeilen richtig.",
  },
});

/** So many rows at a time. */
const PAGE = 10;

interface MendRowsProps {
  uploadId: string;
  group: ProblemGroup;
  lines: number[];
  problems: ProblemDetail[];
  onMended: () => void;
}

/** The rows of one cause, to be mended in place or left out. */
export function MendRows({ uploadId, group, lines, problems, onMended }: MendRowsProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const say = useProblemWords();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [shown, setShown] = useState(PAGE);
  const { data, error, isPlaceholderData } = useQuery(rowsQuery(uploadId, lines.slice(0, shown)));
  const mend = useMutation({
    mutationFn: (mends: RowMend[]) => mendRows(uploadId, mends),
    onSuccess: async (_, mends) => {
      const [only] = mends;
      const row = formats.number(only?.row ?? 0);
      if (mends.length > 1) announce(t("allSkipped", { count: mends.length }));
      else announce(t(only?.skip === undefined ? "mended" : only.skip ? "skipped" : "back", { row }));
      onMended();
      await client.invalidateQueries({ queryKey: ["upload-rows", uploadId] });
    },
  });
  const messages = new Map(
    problems
      .filter(({ code, column }) => code === group.code && (column ?? null) === (group.column ?? null))
      .map((problem) => [problem.row, inOneLine({ ...say(problem), hint: null })]),
  );
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={64 * Math.min(PAGE, lines.length)} />;
  const isPartial = group.count > lines.length;
  return (
    <Stack gap="xs" style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      {data.rows.map((row) => (
        <MendRow
          key={row.row}
          row={row}
          columns={data.columns}
          column={group.column ?? null}
          message={messages.get(row.row) ?? say(group).text}
          isError={group.severity === "error"}
          onMend={(mended) => mend.mutate([mended])}
        />
      ))}
      {mend.error && <ProblemAlert error={mend.error} />}
      <Group gap="xs">
        {lines.length > shown && (
          <Button variant="default" size="xs" onClick={() => setShown(shown + PAGE)}>
            {t("more", { count: Math.min(PAGE, lines.length - shown) })}
          </Button>
        )}
        {lines.length > 1 && group.severity === "error" && (
          <Button
            variant="subtle"
            size="xs"
            onClick={() => mend.mutate(lines.map((row) => ({ row, skip: true })))}
          >
            {t("skipAll", { count: lines.length })}
          </Button>
        )}
      </Group>
      {isPartial && (
        <Text size="xs" c="dimmed">
          {t("beyond", { count: lines.length })}
        </Text>
      )}
    </Stack>
  );
}

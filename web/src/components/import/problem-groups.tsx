import { Badge, Button, Collapse, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconInfoCircle } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { ProblemDetail } from "~/api/problem";
import { defineTexts, useFormats, useProblemWords, useTexts } from "~/i18n";
import type { ProblemGroup } from "./api";
import { MendRows } from "./mend-rows";
import { linesOf, rangesText } from "./rows";

const texts = defineTexts({
  en: {
    title: "Problems by cause",
    error: "Rejected",
    warning: "Note",
    rows: "{count, plural, one {line {ranges}} other {# times, lines {ranges}}}",
    times: "{count, plural, one {once} other {# times}}",
    mend: "Mend the rows here",
    show: "Show the rows",
    hide: "Hide the rows",
    column: "Column {column}",
  },
  de: {
    title: "Probleme nach Ursache",
    error: "Abgelehnt",
    warning: "Hinweis",
    rows: "{count, plural, one {Zeile {ranges}} other {#-mal, Zeilen {ranges}}}",
    times: "{count, plural, one {einmal} other {#-mal}}",
    mend: "Zeilen hier richtigstellen",
    show: "Zeilen zeigen",
    hide: "Zeilen verbergen",
    column: "Spalte {column}",
  },
});

/** Rows of a group that can be looked at and mended here; the rest has the file of rejected rows. */
const LINES_MAX = 200;

interface ProblemGroupsProps {
  /** Without a file there is nothing to mend. */
  uploadId?: string | undefined;
  groups: ProblemGroup[];
  problems?: ProblemDetail[];
  onMended?: () => void;
}

/** What is wrong with the rows of a file, those of one cause together. */
export function ProblemGroups({ uploadId, groups, problems = [], onMended }: ProblemGroupsProps) {
  const t = useTexts(texts);
  if (groups.length === 0) return null;
  const firstError = groups.find(({ severity }) => severity === "error");
  return (
    <Stack gap="xs">
      <Title order={4} size="h3">
        {t("title")}
      </Title>
      {groups.map((group) => (
        <GroupCard
          key={`${group.severity} ${group.code} ${group.column ?? ""}`}
          uploadId={uploadId}
          group={group}
          problems={problems}
          isFirst={group === firstError}
          onMended={onMended}
        />
      ))}
    </Stack>
  );
}

interface GroupCardProps extends Omit<ProblemGroupsProps, "groups"> {
  group: ProblemGroup;
  isFirst: boolean;
}

function GroupCard({ uploadId, group, problems = [], isFirst, onMended }: GroupCardProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const said = useProblemWords()(group);
  const body = useId();
  const isError = group.severity === "error";
  const [isOpen, setOpen] = useState(isError && isFirst);
  const lines = linesOf(group.rows, LINES_MAX).filter((line) => line > 1);
  const canShow = uploadId !== undefined && onMended !== undefined && lines.length > 0;
  const Icon = isError ? IconAlertTriangle : IconInfoCircle;
  const ranges = rangesText(group.rows, (line) => formats.number(line));
  return (
    <Paper p="sm">
      <Stack gap="xs">
        <Group gap="xs" align="flex-start" justify="space-between">
          <Group gap="xs" wrap="nowrap" align="flex-start" flex="1 1 18rem" miw={0}>
            <Badge
              color={isError ? "red" : "blue"}
              leftSection={<Icon size={13} aria-hidden />}
              style={{ flex: "none" }}
            >
              {t(isError ? "error" : "warning")}
            </Badge>
            <Stack gap={2} miw={0}>
              <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>
                {said.text}
              </Text>
              <Text size="xs" c="dimmed">
                {group.column && `${t("column", { column: group.column })} · `}
                {ranges === ""
                  ? t("times", { count: group.count })
                  : t("rows", { count: group.count, ranges })}
              </Text>
              {said.hint && <Text size="sm">{said.hint}</Text>}
              {said.exact && (
                <Text size="xs" c="dimmed" lang="en" style={{ overflowWrap: "anywhere" }}>
                  {said.exact}
                </Text>
              )}
            </Stack>
          </Group>
          {canShow && (
            <Button
              variant="default"
              size="xs"
              aria-expanded={isOpen}
              aria-controls={body}
              data-problem={(isError && !isOpen) || undefined}
              leftSection={
                isOpen ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />
              }
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? t("hide") : t(isError ? "mend" : "show")}
            </Button>
          )}
        </Group>
        {canShow && (
          <Collapse expanded={isOpen} id={body}>
            {isOpen && (
              <MendRows
                uploadId={uploadId}
                group={group}
                lines={lines}
                problems={problems}
                onMended={onMended}
              />
            )}
          </Collapse>
        )}
      </Stack>
    </Paper>
  );
}

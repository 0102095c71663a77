import { Alert, Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { PathText } from "~/components/path-text";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type BulkResult, type Difference, groupsOf, namesQuery, type ProblemGroup, relationOf } from "./api";

const texts = defineTexts({
  en: {
    title: "What would happen",
    selected: "This concerns {count, plural, one {# product} other {# products}}.",
    created: "will be made",
    updated: "will change",
    moved: "will move",
    removed: "will be removed",
    pending: "will wait for a product",
    unchanged: "stay as they are",
    rejected: "cannot be done",
    nothing: "Nothing would change: everything is this way already.",
    first: "The first changes",
    product: "Product",
    change: "Change",
    to: "To",
    create: "made",
    update: "changed",
    move: "moved",
    remove: "removed",
    problems: "What stands in the way",
    warnings: "Good to know",
    times: "{count, number} ×",
  },
  de: {
    title: "Was geschehen würde",
    selected: "Das betrifft {count, plural, one {# Produkt} other {# Produkte}}.",
    created: "werden angelegt",
    updated: "werden geändert",
    moved: "werden verschoben",
    removed: "werden entfernt",
    pending: "warten auf ein Produkt",
    unchanged: "bleiben, wie sie sind",
    rejected: "sind nicht möglich",
    nothing: "Nichts würde sich ändern: alles ist schon so.",
    first: "Die ersten Änderungen",
    product: "Produkt",
    change: "Änderung",
    to: "Zu",
    create: "angelegt",
    update: "geändert",
    move: "verschoben",
    remove: "entfernt",
    problems: "Was im Weg steht",
    warnings: "Gut zu wissen",
    times: "{count, number} ×",
  },
});

const COUNTS = ["created", "updated", "moved", "removed", "pending", "unchanged", "rejected"] as const;
const COLORS: Record<string, string> = { created: "green", removed: "orange", rejected: "red" };
/** Changes shown one by one. */
const DIFFERENCES_SHOWN = 8;
/** Circles shown as paths. */
const PATHS_SHOWN = 3;

/** What is done to how many things, if anything. */
export function changesOf({ report }: BulkResult): number {
  return report.created + report.updated + report.moved + report.removed + report.pending;
}

/** What an edit would do: counts, first differences, problems. */
export function BulkPreview({ result }: { result: BulkResult }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { report, selected } = result;
  const counted = COUNTS.filter((name) => report[name] > 0);
  const groups = groupsOf(report);
  const paths = [...report.problems, ...report.warnings]
    .map(({ path }) => path ?? [])
    .filter((path) => path.length > 0)
    .slice(0, PATHS_SHOWN);
  const shown = report.differences.slice(0, DIFFERENCES_SHOWN);
  const { data: names } = useQuery(namesQuery([...paths.flat(), ...shown.flatMap(skusOf)]));
  return (
    <Stack gap="sm" role="status" aria-label={t("title")}>
      <Title order={3}>{t("title")}</Title>
      <Text size="sm">{t("selected", { count: selected })}</Text>
      <Group gap="xs">
        {counted.map((name) => (
          <Badge key={name} size="lg" color={COLORS[name] ?? "gray"}>
            {formats.number(report[name])} {t(name)}
          </Badge>
        ))}
      </Group>
      {changesOf(result) === 0 && report.rejected === 0 && (
        <Alert color="blue" icon={<IconInfoCircle aria-hidden />}>
          {t("nothing")}
        </Alert>
      )}
      <Groups title={t("problems")} groups={groups.filter(({ severity }) => severity === "error")} />
      {paths.map((path) => (
        <PathText key={path.join(" ")} path={path} names={path.map((sku) => names?.get(sku) ?? sku)} />
      ))}
      <Groups title={t("warnings")} groups={groups.filter(({ severity }) => severity !== "error")} />
      {shown.length > 0 && <Differences differences={shown} names={names} />}
    </Stack>
  );
}

/** The products that a difference is about. */
function skusOf(difference: Difference): string[] {
  const relation = relationOf(difference);
  return relation ? [relation.source, relation.target] : [difference.subject];
}

function Groups({ title, groups }: { title: string; groups: ProblemGroup[] }) {
  const t = useTexts(texts);
  if (groups.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={4} size="sm">
        {title}
      </Title>
      {groups.map(({ code, column, count, message, hint }) => (
        <Group key={`${code} ${column}`} gap="xs" align="flex-start" wrap="nowrap">
          <Badge color="gray" style={{ flex: "none" }}>
            {t("times", { count })}
          </Badge>
          <Stack gap={0} miw={0}>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {message}
            </Text>
            {hint && (
              <Text size="xs" c="dimmed">
                {hint}
              </Text>
            )}
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}

interface DifferencesProps {
  differences: Difference[];
  names: Map<string, string> | undefined;
}

function Differences({ differences, names }: DifferencesProps) {
  const t = useTexts(texts);
  const known = t as (key: string) => string;
  return (
    <Stack gap={4}>
      <Title order={4} size="sm">
        {t("first")}
      </Title>
      <Table.ScrollContainer minWidth={360}>
        <Table verticalSpacing={4} aria-label={t("first")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("product")}</Table.Th>
              <Table.Th>{t("change")}</Table.Th>
              <Table.Th>{t("to")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map((difference, index) => {
              const { subject, action } = difference;
              const relation = relationOf(difference);
              const product = relation?.source ?? subject;
              return (
                // One relation may change in two ways.
                // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it came, never reordered
                <Table.Tr key={index}>
                  <Table.Td>{names?.get(product) ?? product}</Table.Td>
                  <Table.Td>
                    <Group gap={6}>
                      {relation && <TypeBadge code={relation.type} />}
                      <Text size="sm">{action in texts.en ? known(action) : action}</Text>
                    </Group>
                  </Table.Td>
                  <Table.Td>{relation && (names?.get(relation.target) ?? relation.target)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

import { Button, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "~/components/empty-state";
import { MoreButton } from "~/components/more-button";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { historyQuery } from "./api";
import { HistoryLine } from "./history-line";
import { useWorkbenchUrl } from "./url";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    text: "Every change to this product and to relations from it or to it, the latest first.",
    none: "Nothing was changed by hand yet",
    noneText: "What an import brought stands with the import, under Data.",
    relations: "Go to the relations",
  },
  de: {
    text: "Jede Änderung an diesem Produkt und an Beziehungen von ihm und zu ihm, die neueste zuerst.",
    none: "Noch nichts wurde von Hand geändert",
    noneText: "Was ein Import brachte, steht beim Import unter „Daten“.",
    relations: "Zu den Beziehungen",
  },
});

/** What happened to a product and its relations, each change with its way back. */
export default function HistoryTab({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const { set } = useWorkbenchUrl();
  const query = useInfiniteQuery(historyQuery(sku));
  const entries = query.data?.pages.flatMap(({ items }) => items);
  if (query.error && !entries) return <ProblemAlert error={query.error} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("text")}
      </Text>
      {!entries && <Skeleton h={220} radius="lg" />}
      {entries?.length === 0 && (
        <Paper p={0}>
          <EmptyState
            title={t("none")}
            text={t("noneText")}
            action={
              <Button variant="light" onClick={() => set({ tab: undefined })}>
                {t("relations")}
              </Button>
            }
          />
        </Paper>
      )}
      {entries && entries.length > 0 && (
        <Paper p={0}>
          <ol className={classes.history}>
            {entries.map((entry) => (
              <HistoryLine key={entry.id} entry={entry} sku={sku} />
            ))}
          </ol>
        </Paper>
      )}
      <MoreButton query={query} />
    </Stack>
  );
}

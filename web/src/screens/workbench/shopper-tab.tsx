import { Alert, List, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "~/components/empty-state";
import { answerQuery } from "~/components/lane/api";
import { removedInWords, removedTexts } from "~/components/lane/removed";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { ShopperStrip } from "./shopper-strip";
import { ShopperTile } from "./shopper-tile";
import { useWorkbenchUrl } from "./url";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    answer: "What is shown",
    summary:
      "{items, plural, =0 {Nothing} one {# product} other {# products}} of {considered, plural, one {# candidate} other {# candidates}}, answered in {time}, network included",
    fallback: "No relation gave anything, so the placement's fallback fills the answer.",
    removed: "Left out",
    nothing: "Nothing is shown here",
    nothingText: "No relation applies to this shopper in this place. Add one under Relations.",
    unknown: "The shop does not know {list}.",
  },
  de: {
    answer: "Was gezeigt wird",
    summary:
      "{items, plural, =0 {Nichts} one {# Produkt} other {# Produkte}} von {considered, plural, one {# Kandidat} other {# Kandidaten}}, beantwortet in {time}, Netz eingeschlossen",
    fallback: "Keine Beziehung ergab etwas; die Ersatzauswahl des Platzes füllt die Antwort.",
    removed: "Ausgelassen",
    nothing: "Hier wird nichts gezeigt",
    nothingText:
      "Keine Beziehung gilt für diese Person an dieser Stelle. Fügen Sie unter „Beziehungen“ eine hinzu.",
    unknown: "Der Shop kennt {list} nicht.",
  },
});

/** The answer that a shopper gets at a place, in a channel, as one of some segments, at a moment. */
export default function ShopperTab({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const say = useTexts(removedTexts);
  const formats = useFormats();
  const { url } = useWorkbenchUrl();
  const { placement, channel, locale, segments, at } = url;
  const question = { product: sku, placement, channel, locale, segment: segments, at };
  const { data, error, isPlaceholderData } = useQuery(answerQuery(question));
  const answer = data?.answer;
  const removed = removedInWords(answer?.removed ?? [], say);
  return (
    <Stack gap="md">
      <ShopperStrip />
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton h={300} radius="lg" />}
      {answer && !error && (
        <Stack gap="sm" className={isPlaceholderData ? classes.stale : undefined}>
          <Stack gap={0}>
            <Title order={2}>{t("answer")}</Title>
            <Text size="sm" c="dimmed" role="status">
              {t("summary", {
                items: answer.items.length,
                considered: answer.considered,
                time: formats.duration(data.microseconds),
              })}
            </Text>
          </Stack>
          {(answer.unknown_products ?? []).length > 0 && (
            <Alert color="yellow" icon={<IconInfoCircle aria-hidden />}>
              {t("unknown", { list: formats.list(answer.unknown_products ?? []) })}
            </Alert>
          )}
          {answer.fallback && (
            <Alert color="yellow" icon={<IconInfoCircle aria-hidden />}>
              {t("fallback")}
            </Alert>
          )}
          {answer.items.length === 0 && (
            <Paper p={0}>
              <EmptyState title={t("nothing")} text={t("nothingText")} />
            </Paper>
          )}
          <ol className={classes.tiles}>
            {answer.items.map((item) => (
              <ShopperTile key={`${item.position} ${item.sku}`} item={item} />
            ))}
          </ol>
          {removed.length > 0 && (
            <Stack gap={4}>
              <Title order={3}>{t("removed")}</Title>
              <List size="sm">
                {removed.map(({ reason, text }) => (
                  <List.Item key={reason}>{text}</List.Item>
                ))}
              </List>
            </Stack>
          )}
        </Stack>
      )}
    </Stack>
  );
}

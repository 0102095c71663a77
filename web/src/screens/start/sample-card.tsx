import { Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { loadSample, statusQuery } from "~/components/import/api";
import { useFlow } from "~/components/import/flow-state";
import { noteStarted } from "~/components/import/started";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "The sample shop",
    text: "A bicycle shop with products, relations and three years of orders, to look around in.",
    load: "Load the sample shop",
    into: "It is loaded into this empty database.",
    full: "This shop has {count, plural, one {# product} other {# products}} already, so the sample is not mixed into it. To look at the sample, start Relata with “relata try --sample”; it uses a database of its own.",
    isSample: "This is the sample shop, with {count, plural, one {# product} other {# products}}.",
    look: "Look at the products",
  },
  de: {
    title: "Der Beispielshop",
    text: "Ein Fahrradgeschäft mit Produkten, Beziehungen und Bestellungen aus drei Jahren, zum Umsehen.",
    load: "Beispielshop laden",
    into: "Er wird in diese leere Datenbank geladen.",
    full: "Dieser Shop hat schon {count, plural, one {# Produkt} other {# Produkte}}; das Beispiel wird nicht daruntergemischt. Um das Beispiel anzusehen, starten Sie Relata mit „relata try --sample“; das nimmt eine eigene Datenbank.",
    isSample: "Dies ist der Beispielshop mit {count, plural, one {# Produkt} other {# Produkten}}.",
    look: "Produkte ansehen",
  },
});

/** The sample shop, for a database that is still empty. */
export function SampleCard() {
  const t = useTexts(texts);
  const { go } = useFlow();
  const { data: status, error: unread } = useQuery(statusQuery);
  const { mutate, isPending, error } = useMutation({
    mutationFn: loadSample,
    onSuccess: (job) => {
      noteStarted(job.id);
      go({ job: job.id });
    },
  });
  const isFull = status !== undefined && !status.empty;
  return (
    <Paper component="section" h="100%">
      <Stack gap="sm" align="flex-start">
        <Title order={2}>{t("title")}</Title>
        <Text size="sm">{t("text")}</Text>
        {!status && !unread && <Skeleton height={40} />}
        {unread && <ProblemAlert error={unread} />}
        {error && <ProblemAlert error={error} />}
        {status?.empty && <Text size="sm">{t("into")}</Text>}
        {isFull && (
          <Text size="sm" id="sample-reason">
            {t(status.sample_shop ? "isSample" : "full", { count: status.products })}
          </Text>
        )}
        <Group gap="xs">
          <Button
            variant="default"
            disabled={!status || isFull}
            aria-describedby={isFull ? "sample-reason" : undefined}
            loading={isPending}
            onClick={() => mutate()}
          >
            {t("load")}
          </Button>
          {isFull && (
            <Button component={Link} to="/products">
              {t("look")}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

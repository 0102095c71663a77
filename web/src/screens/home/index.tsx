import { Button, SimpleGrid } from "@mantine/core";
import { IconDatabaseImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useScreenKeys } from "~/app/keys";
import { one, type Search } from "~/app/search";
import { EmptyState } from "~/components/empty-state";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";
import { statusQuery } from "./api";
import { ChangesCard } from "./changes-card";
import { CoverageBy } from "./coverage-by";
import { CoverageCard } from "./coverage-card";
import { FindingsDrawer } from "./findings-drawer";
import { SpeedCard } from "./speed-card";
import { WorkQueue } from "./work-queue";

const texts = defineTexts({
  en: {
    title: "Home",
    text: "How well your products are related, and what needs you today.",
    emptyTitle: "This shop is still empty",
    emptyText:
      "Bring a file with your products, from any shop system, or load the sample shop to look around. A few minutes later you see your first recommendations.",
    start: "Bring your data",
    digits: "Follow an item of the work queue",
  },
  de: {
    title: "Start",
    text: "Wie gut Ihre Produkte verknüpft sind und was heute auf Sie wartet.",
    emptyTitle: "Dieser Shop ist noch leer",
    emptyText:
      "Spielen Sie eine Datei mit Ihren Produkten ein, gleich aus welchem Shopsystem, oder laden Sie den Beispielshop, um sich umzusehen. Nach wenigen Minuten sehen Sie die ersten Empfehlungen.",
    start: "Eigene Daten einspielen",
    digits: "Einen Punkt der Warteschlange öffnen",
  },
});

/** The state of the shop and what to do about it. */
export default function HomeScreen() {
  const t = useTexts(texts);
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const { data: status } = useQuery(statusQuery);
  const keys = useMemo(() => [{ keys: "1 – 9", label: t("digits") }], [t]);
  useScreenKeys(keys);
  if (status?.empty) {
    return (
      <Page title={t("title")}>
        <EmptyState
          icon={<IconDatabaseImport size={28} />}
          title={t("emptyTitle")}
          text={t("emptyText")}
          action={
            <Button component={Link} to="/start" mt="xs">
              {t("start")}
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page title={t("title")} text={t("text")}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <CoverageCard />
        <WorkQueue />
      </SimpleGrid>
      <CoverageBy />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <ChangesCard />
        <SpeedCard />
      </SimpleGrid>
      <FindingsDrawer
        kind={one(search.findings)}
        onClose={() =>
          void navigate({ to: "/", search: { ...search, findings: undefined }, resetScroll: false } as never)
        }
      />
    </Page>
  );
}

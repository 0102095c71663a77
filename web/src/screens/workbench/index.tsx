import { Anchor, Button, Skeleton, Stack, Tabs } from "@mantine/core";
import { IconEdit, IconGraph } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { asProblem } from "~/api/problem";
import { EmptyState } from "~/components/empty-state";
import { taggedProductQuery } from "~/components/lane/api";
import { Page } from "~/components/page";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { countsQuery } from "./api";
import { ProductCard } from "./product-card";
import { ProductDrawer } from "./product-drawer";
import { RelationsTab } from "./relations-tab";
import { TABS, type Tab, useWorkbenchUrl } from "./url";

const IncomingTab = lazy(() => import("./incoming-tab"));
const ShopperTab = lazy(() => import("./shopper-tab"));
const HistoryTab = lazy(() => import("./history-tab"));

const texts = defineTexts({
  en: {
    products: "Products",
    edit: "Edit",
    graph: "In the graph",
    parts: "Parts of the workbench",
    relations: "Relations",
    incoming: "Points here",
    incomingCount: "Points here ({count, number})",
    shopper: "As shoppers see it",
    history: "History",
    missing: "There is no product {sku}",
    missingText: "It may have been removed, or the SKU is written differently.",
    all: "Look through all products",
  },
  de: {
    products: "Produkte",
    edit: "Bearbeiten",
    graph: "Im Graphen",
    parts: "Teile der Werkbank",
    relations: "Beziehungen",
    incoming: "Zeigt hierher",
    incomingCount: "Zeigt hierher ({count, number})",
    shopper: "Wie Kunden es sehen",
    history: "Verlauf",
    missing: "Es gibt kein Produkt {sku}",
    missingText: "Vielleicht wurde es entfernt, oder die SKU schreibt sich anders.",
    all: "Alle Produkte ansehen",
  },
});

/** The workbench of a product: everything that is shown with it, and how to change it. */
export default function WorkbenchScreen() {
  const { sku = "" } = useParams({ strict: false }) as { sku?: string };
  return <Workbench key={sku} sku={sku} />;
}

function Workbench({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const { url, set } = useWorkbenchUrl();
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery(taggedProductQuery(sku));
  const counts = useQuery(countsQuery(sku));
  const product = data?.data;
  const trail = [{ label: t("products"), to: "/products" }];
  if (error && !product) {
    return (
      <Page title={sku} trail={trail}>
        {asProblem(error).isMissing ? (
          <EmptyState
            title={t("missing", { sku })}
            text={t("missingText")}
            action={
              <Anchor component={Link} to="/products">
                {t("all")}
              </Anchor>
            }
          />
        ) : (
          <ProblemAlert error={error} />
        )}
      </Page>
    );
  }
  const incoming = counts.data?.incoming;
  const label: Record<Tab, string> = {
    relations: t("relations"),
    incoming: incoming === undefined ? t("incoming") : t("incomingCount", { count: incoming }),
    shopper: t("shopper"),
    history: t("history"),
  };
  return (
    <Page
      title={product?.name ?? sku}
      trail={trail}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconGraph size={16} aria-hidden />}
            renderRoot={(props: object) => <Link to="/graph" search={{ product: sku } as never} {...props} />}
          >
            {t("graph")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconEdit size={16} aria-hidden />}
            disabled={!product}
            onClick={() => setEditing(true)}
          >
            {t("edit")}
          </Button>
        </>
      }
    >
      {product ? <ProductCard product={product} /> : <Skeleton h={120} radius="lg" />}
      <Tabs
        value={url.tab}
        onChange={(tab) => set({ tab: tab === "relations" ? undefined : (tab ?? undefined) })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t("parts")}>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {label[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Suspense fallback={<Skeleton h={320} mt="md" radius="lg" />}>
          <Tabs.Panel value="relations" pt="md">
            {product ? <RelationsTab sku={sku} product={product} /> : <Waiting />}
          </Tabs.Panel>
          <Tabs.Panel value="incoming" pt="md">
            <IncomingTab sku={sku} />
          </Tabs.Panel>
          <Tabs.Panel value="shopper" pt="md">
            <ShopperTab sku={sku} />
          </Tabs.Panel>
          <Tabs.Panel value="history" pt="md">
            <HistoryTab sku={sku} />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
      {editing && product && (
        <ProductDrawer
          product={product}
          etag={data.etag}
          onReload={() => refetch()}
          onClose={() => setEditing(false)}
        />
      )}
    </Page>
  );
}

function Waiting() {
  return (
    <Stack>
      <Skeleton h={180} radius="lg" />
      <Skeleton h={180} radius="lg" />
    </Stack>
  );
}

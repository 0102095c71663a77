import { Skeleton, Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Product } from "~/api/types";
import { defineTexts, useTexts } from "~/i18n";
import { RelationsTab } from "./relations-tab";
import { TABS, type Tab, useWorkbenchUrl } from "./url";

const IncomingTab = lazy(() => import("./incoming-tab"));
const ShopperTab = lazy(() => import("./shopper-tab"));
const HistoryTab = lazy(() => import("./history-tab"));

const texts = defineTexts({
  en: {
    parts: "Parts of the workbench",
    relations: "Relations",
    incoming: "Points here",
    incomingCount: "Points here ({count, number})",
    shopper: "As shoppers see it",
    history: "History",
  },
  de: {
    parts: "Teile der Werkbank",
    relations: "Beziehungen",
    incoming: "Zeigt hierher",
    incomingCount: "Zeigt hierher ({count, number})",
    shopper: "Wie Kunden es sehen",
    history: "Verlauf",
  },
});

interface PartsProps {
  sku: string;
  product: Product;
  /** How many relations point to the product, if that is known. */
  incoming: number | undefined;
}

/** The parts of the workbench, one of them shown. */
export function Parts({ sku, product, incoming }: PartsProps) {
  const t = useTexts(texts);
  const { url, set } = useWorkbenchUrl();
  const label: Record<Tab, string> = {
    relations: t("relations"),
    incoming: incoming === undefined ? t("incoming") : t("incomingCount", { count: incoming }),
    shopper: t("shopper"),
    history: t("history"),
  };
  return (
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
          <RelationsTab sku={sku} product={product} />
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
  );
}

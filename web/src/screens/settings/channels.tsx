import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { defineTexts, useTexts } from "~/i18n";
import { type Channel, listQuery, nameOrCode } from "./api";
import { ChannelEditor } from "./channel-editor";
import { DocumentList } from "./document-list";

const texts = defineTexts({
  en: {
    title: "Channels",
    text: "Where you sell. Each channel can have its own language, currency and assortment.",
    make: "New channel",
    channel: "Channel",
    locale: "Language",
    currency: "Currency",
    assortment: "Assortment",
    everything: "Everything",
    some: "{count, plural, one {# SKU} other {# SKUs}}",
    where: "By condition",
    usual: "As the shop",
    none: "No channels",
  },
  de: {
    title: "Kanäle",
    text: "Wo Sie verkaufen. Jeder Kanal kann eine eigene Sprache, Währung und Auswahl haben.",
    make: "Neuer Kanal",
    channel: "Kanal",
    locale: "Sprache",
    currency: "Währung",
    assortment: "Sortiment",
    everything: "Alles",
    some: "{count, plural, one {# SKU} other {# SKUs}}",
    where: "Nach Bedingung",
    usual: "Wie der Shop",
    none: "Keine Kanäle",
  },
});

/** All channels, or one of them to edit. */
export default function Channels({ code }: { code?: string | undefined }) {
  return code === undefined ? <ChannelList /> : <ChannelEditor code={code} />;
}

function ChannelList() {
  const t = useTexts(texts);
  const { data, error } = useQuery(listQuery("channels"));
  const columns: Column<Channel>[] = [
    { id: "locale", head: t("locale"), cell: ({ locale }) => locale ?? t("usual") },
    { id: "currency", head: t("currency"), cell: ({ currency }) => currency ?? t("usual") },
    {
      id: "assortment",
      head: t("assortment"),
      cell: ({ assortment }) => (
        <Badge color={assortment ? "blue" : "gray"} style={{ flex: "none" }}>
          {assortment == null
            ? t("everything")
            : Array.isArray(assortment)
              ? t("some", { count: assortment.length })
              : t("where")}
        </Badge>
      ),
    },
  ];
  return (
    <DocumentList
      section="channels"
      title={t("title")}
      text={t("text")}
      make={t("make")}
      head={t("channel")}
      nameOf={nameOrCode}
      rows={data?.items}
      error={error}
      columns={columns}
      empty={<EmptyState title={t("none")} />}
      skeletonRows={3}
    />
  );
}

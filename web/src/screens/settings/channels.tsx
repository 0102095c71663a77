import { Anchor, Badge, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { type Channel, listQuery } from "./api";
import { ChannelEditor } from "./channel-editor";
import { ListHead } from "./list-head";

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
  const navigate = useNavigate();
  const { data, error } = useQuery(listQuery("channels"));
  if (error) return <ProblemAlert error={error} />;
  const columns: Column<Channel>[] = [
    {
      id: "channel",
      head: t("channel"),
      cell: ({ code = "", name }) => (
        <Stack gap={0}>
          <Anchor component={Link} to={`/settings/channels/${encodeURIComponent(code)}`} fw={600} size="sm">
            {name ?? code}
          </Anchor>
          <Text size="xs" c="dimmed">
            {code}
          </Text>
        </Stack>
      ),
    },
    { id: "locale", head: t("locale"), cell: ({ locale }) => locale ?? t("usual") },
    { id: "currency", head: t("currency"), cell: ({ currency }) => currency ?? t("usual") },
    {
      id: "assortment",
      head: t("assortment"),
      cell: ({ assortment }) => (
        <Badge color={assortment ? "blue" : "gray"} style={{ flex: "none" }}>
          {assortment ? t("some", { count: assortment.length }) : t("everything")}
        </Badge>
      ),
    },
  ];
  return (
    <Stack>
      <ListHead title={t("title")} text={t("text")} make={t("make")} section="channels" />
      <Paper p="xs">
        <DataTable
          label={t("title")}
          columns={columns}
          rows={data?.items}
          rowId={({ code = "" }) => code}
          rowName={({ name, code = "" }) => name ?? code}
          onOpen={({ code = "" }) =>
            void navigate({ to: "/settings/$section/$code", params: { section: "channels", code } })
          }
          empty={<EmptyState title={t("none")} />}
          skeletonRows={3}
        />
      </Paper>
    </Stack>
  );
}

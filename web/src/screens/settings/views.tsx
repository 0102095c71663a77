import { Anchor, Button, Group, NumberInput, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Column } from "~/components/data-table";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { useEditor } from "~/components/document/use-editor";
import { EmptyState } from "~/components/empty-state";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { listQuery, nameOrCode, type View } from "./api";
import { DocumentList } from "./document-list";

const texts = defineTexts({
  en: {
    title: "Saved views",
    text: "Lists of products that somebody saved under a name, for everybody.",
    view: "View",
    query: "What it asks for",
    all: "Everything",
    position: "Place",
    positionHelp: "1 is first; among the same the code decides.",
    open: "Open",
    openView: "Open {name}",
    name: "Name",
    queryHelp: "As in the address of the list, such as without=accessory&category=Bikes.",
    none: "No saved views",
    noneText: "Filter the list of products and save what you see under a name.",
    products: "Go to the products",
    basics: "View",
  },
  de: {
    title: "Gespeicherte Ansichten",
    text: "Produktlisten, die jemand unter einem Namen gespeichert hat, für alle.",
    view: "Ansicht",
    query: "Wonach sie fragt",
    all: "Alles",
    position: "Rang",
    positionHelp: "1 steht vorn; bei gleichem Rang entscheidet der Code.",
    open: "Öffnen",
    openView: "{name} öffnen",
    name: "Name",
    queryHelp: "Wie in der Adresse der Liste, etwa without=accessory&category=Bikes.",
    none: "Keine gespeicherten Ansichten",
    noneText: "Filtern Sie die Produktliste und speichern Sie, was Sie sehen, unter einem Namen.",
    products: "Zu den Produkten",
    basics: "Ansicht",
  },
});

const EMPTY: View = { code: "", name: "", screen: "products", query: "", position: 1 };
const FIELDS = ["/name", "/query", "/position"];

/** The address that a view stands for. */
function addressOf({ screen = "products", query = "" }: View): string {
  return `/${screen}${query === "" ? "" : `?${query}`}`;
}

/** All saved views, or one of them to edit. */
export default function Views({ code }: { code?: string | undefined }) {
  return code === undefined ? <ViewList /> : <ViewEditor code={code} />;
}

function ViewList() {
  const t = useTexts(texts);
  const formats = useFormats();
  const { data, error } = useQuery(listQuery("views"));
  const rows = data && [...data.items].sort((a, b) => (a.position ?? 1) - (b.position ?? 1));
  const columns: Column<View>[] = [
    {
      id: "query",
      head: t("query"),
      cell: ({ query }) => (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {query ? decodeURIComponent(query).replaceAll("&", ", ") : t("all")}
        </Text>
      ),
    },
    {
      id: "position",
      head: t("position"),
      align: "right",
      cell: ({ position = 1 }) => <span className="tabular">{formats.number(position)}</span>,
    },
    {
      id: "open",
      head: t("open"),
      cell: (view) => (
        <Anchor
          component={Link}
          to={addressOf(view)}
          size="sm"
          aria-label={t("openView", { name: nameOrCode(view) })}
        >
          {t("open")}
        </Anchor>
      ),
    },
  ];
  return (
    <DocumentList
      section="views"
      title={t("title")}
      text={t("text")}
      head={t("view")}
      nameOf={nameOrCode}
      rows={rows}
      error={error}
      columns={columns}
      empty={
        <EmptyState
          order={3}
          title={t("none")}
          text={t("noneText")}
          action={
            <Button component={Link} to="/products">
              {t("products")}
            </Button>
          }
        />
      }
      skeletonRows={3}
    />
  );
}

function ViewEditor({ code }: { code: string }) {
  const t = useTexts(texts);
  const editor = useEditor({
    noun: "views",
    code,
    empty: EMPTY,
    nameOf: nameOrCode,
    list: "/settings/views",
  });
  const { draft, change, problem } = editor;
  const known = t as (key: string) => string;
  return (
    <EditorFrame
      editor={editor}
      fields={FIELDS}
      fieldLabel={(field) => (field in texts.en ? known(field) : field)}
    >
      {draft && (
        <Fieldset legend={t("basics")}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t("name")}
              value={draft.name ?? ""}
              error={problem("/name")}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <NumberInput
              label={t("position")}
              description={t("positionHelp")}
              value={draft.position ?? 1}
              error={problem("/position")}
              allowDecimal={false}
              onChange={(position) => change({ position: Number(position) })}
            />
          </SimpleGrid>
          <TextInput
            label={t("query")}
            description={t("queryHelp")}
            value={draft.query ?? ""}
            error={problem("/query")}
            onChange={(event) => change({ query: event.currentTarget.value })}
          />
          <Group>
            <Anchor component={Link} to={addressOf(draft)} size="sm">
              {t("openView", { name: nameOrCode(draft) })}
            </Anchor>
          </Group>
        </Fieldset>
      )}
    </EditorFrame>
  );
}

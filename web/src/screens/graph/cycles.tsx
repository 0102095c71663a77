import {
  Badge,
  Button,
  Collapse,
  Group,
  NativeSelect,
  Paper,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCircleCheck, IconScissors, IconTopologyStar3, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { EmptyState } from "~/components/empty-state";
import { OriginBadge } from "~/components/origin";
import { PathText } from "~/components/path-text";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { useRemoveRelation } from "./actions";
import { CYCLES_MAX, type Cycle, cyclesQuery, type GraphEdge, graphQuery } from "./api";
import { edgesAlong } from "./scene";
import type { SceneState, UpdateScene } from "./scene-url";

const texts = defineTexts({
  en: {
    title: "Circles",
    text: "Each group of products that lead back to themselves, with its shortest circle.",
    type: "Type",
    all: "All types",
    count: "{count, plural, =0 {No circles} one {# circle} other {# circles}}",
    more: "The first {count, number} are shown; choose a type to see others.",
    allowed: "Allowed",
    refused: "Not allowed",
    free: "Circles are normal for this type. Nothing has to be done.",
    warn: "This type may run in circles, but a circle is often a mistake: look whether it is meant.",
    order:
      "This type has an order, so it must not lead back. Answers leave out the relation that closes the circle.",
    strict: "This type must never lead back. Answers leave out the relation that closes the circle.",
    products: "{count, plural, one {# product in the group} other {# products in the group}}",
    show: "Show in the scene",
    open: "Take it apart",
    choose: "Remove one of these relations and the circle is open:",
    step: "{source} → {target}",
    remove: "Remove {source} → {target}",
    gone: "The relations of this circle are made by rules or have changed; read the list anew.",
    none: "No circles",
    noneText: "No product leads back to itself along relations of one type.",
  },
  de: {
    title: "Kreise",
    text: "Jede Gruppe von Produkten, die zu sich selbst zurückführen, mit ihrem kürzesten Kreis.",
    type: "Art",
    all: "Alle Arten",
    count: "{count, plural, =0 {Keine Kreise} one {# Kreis} other {# Kreise}}",
    more: "Die ersten {count, number} werden gezeigt; wählen Sie eine Art, um andere zu sehen.",
    allowed: "Erlaubt",
    refused: "Nicht erlaubt",
    free: "Kreise sind bei dieser Art üblich. Es ist nichts zu tun.",
    warn: "Diese Art darf im Kreis führen, doch oft ist ein Kreis ein Versehen: Sehen Sie nach, ob er gewollt ist.",
    order:
      "Diese Art hat eine Ordnung und darf nicht zurückführen. Antworten lassen die Beziehung weg, die den Kreis schließt.",
    strict: "Diese Art darf nie zurückführen. Antworten lassen die Beziehung weg, die den Kreis schließt.",
    products: "{count, plural, one {# Produkt in der Gruppe} other {# Produkte in der Gruppe}}",
    show: "In der Szene zeigen",
    open: "Auflösen",
    choose: "Entfernen Sie eine dieser Beziehungen, und der Kreis ist offen:",
    step: "{source} → {target}",
    remove: "{source} → {target} entfernen",
    gone: "Die Beziehungen dieses Kreises stammen aus Regeln oder haben sich geändert; lesen Sie die Liste neu.",
    none: "Keine Kreise",
    noneText: "Kein Produkt führt entlang von Beziehungen einer Art zu sich selbst zurück.",
  },
});

interface CyclesProps {
  state: SceneState;
  update: UpdateScene;
}

/** All circles of the shop, whether each may be, and what can be done about it. */
export function Cycles({ state, update }: CyclesProps) {
  const t = useTexts(texts);
  const { types, look } = useRelationTypes();
  const heading = useRef<HTMLHeadingElement>(null);
  const { data, error, isPlaceholderData } = useQuery(cyclesQuery(state.types));
  const chosen = state.types.length === 1 ? (state.types[0] ?? "") : "";
  if (error) return <ProblemAlert error={error} />;
  const items = data?.items ?? [];
  const isCut = data !== undefined && data.total > items.length;
  return (
    <Stack gap="sm" aria-busy={isPlaceholderData}>
      <Group justify="space-between" align="flex-end">
        <Stack gap={2} flex="1 1 16rem">
          <Title order={2} ref={heading} tabIndex={-1} style={{ outline: "none" }}>
            {data ? t("count", { count: data.total }) : t("title")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("text")} {isCut && t("more", { count: Math.min(CYCLES_MAX, items.length) })}
          </Text>
        </Stack>
        <NativeSelect
          label={t("type")}
          value={chosen}
          onChange={(event) => {
            const type = event.currentTarget.value;
            update({ types: type === "" ? [] : [type] });
          }}
          data={[
            { value: "", label: t("all") },
            ...types.map(({ code }) => ({ value: code ?? "", label: look(code ?? "").label })),
          ]}
        />
      </Group>
      {!data && [0, 1, 2].map((place) => <Skeleton key={place} height={132} radius="lg" />)}
      {data && items.length === 0 && (
        <EmptyState title={t("none")} text={t("noneText")} icon={<IconCircleCheck size={28} />} />
      )}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {items.map((cycle) => (
          <li key={`${cycle.type} ${cycle.path.join(" ")}`}>
            <CycleCard cycle={cycle} update={update} onRemoved={() => heading.current?.focus()} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

/** The names along a circle; a product that is not in the shop yet has only its SKU. */
function namesOf({ path, names }: Cycle): string[] {
  return path.map((sku, step) => names[step] ?? sku);
}

interface CardProps {
  cycle: Cycle;
  update: UpdateScene;
  onRemoved: () => void;
}

function CycleCard({ cycle, update, onRemoved }: CardProps) {
  const t = useTexts(texts);
  const [isOpen, { toggle }] = useDisclosure(false);
  const law = (["free", "warn", "order", "strict"] as const).find((one) => one === cycle.law) ?? "free";
  const show = () =>
    update({
      view: "scene",
      products: [],
      expanded: [],
      mark: cycle.path,
      types: [cycle.type],
      selected: [],
    });
  return (
    <Paper>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <TypeBadge code={cycle.type} withHelp />
            <Badge color={cycle.allowed ? "green" : "red"} variant={cycle.allowed ? "light" : "filled"}>
              {t(cycle.allowed ? "allowed" : "refused")}
            </Badge>
            <Text size="sm" c="dimmed">
              {t("products", { count: cycle.products })}
            </Text>
          </Group>
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconTopologyStar3 size={15} aria-hidden />}
              onClick={show}
            >
              {t("show")}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconScissors size={15} aria-hidden />}
              aria-expanded={isOpen}
              onClick={toggle}
            >
              {t("open")}
            </Button>
          </Group>
        </Group>
        <PathText path={cycle.path} names={namesOf(cycle)} />
        <Text size="sm">{t(law)}</Text>
        <Collapse expanded={isOpen}>{isOpen && <Parts cycle={cycle} onRemoved={onRemoved} />}</Collapse>
      </Stack>
    </Paper>
  );
}

/** The relations of a circle, each of which can be removed. */
function Parts({ cycle, onRemoved }: Omit<CardProps, "update">) {
  const t = useTexts(texts);
  const formats = useFormats();
  const product = [...new Set(cycle.path)];
  const question = { product, type: [cycle.type], limit: Math.max(1, product.length) };
  const { data, error } = useQuery(graphQuery(question));
  const nameOf = (sku: string) => cycle.names[cycle.path.indexOf(sku)] ?? sku;
  const remove = useRemoveRelation(nameOf);
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={64} />;
  const edges = edgesAlong(data.edges, cycle.path);
  if (edges.length === 0) return <Text size="sm">{t("gone")}</Text>;
  const ends = (edge: GraphEdge) => ({ source: nameOf(edge.source), target: nameOf(edge.target) });
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t("choose")}
      </Text>
      {remove.error && <ProblemAlert error={remove.error} />}
      {edges.map((edge) => (
        <Group key={edge.id} gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTrash size={15} aria-hidden />}
            aria-label={t("remove", ends(edge))}
            loading={remove.isPending && remove.variables?.id === edge.id}
            onClick={() => remove.mutate(edge, { onSuccess: onRemoved })}
            h="auto"
            mih={26}
            styles={{ label: { whiteSpace: "normal" } }}
          >
            {t("step", ends(edge))}
          </Button>
          <OriginBadge origin={edge.origin} />
          <Text size="xs" c="dimmed" className="tabular">
            {formats.number(edge.weight, 3)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

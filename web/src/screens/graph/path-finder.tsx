import { ActionIcon, Group, List, Paper, Skeleton, Stack, Text, Title, Tooltip } from "@mantine/core";
import { IconArrowsExchange, IconX } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { components } from "~/api/schema";
import { PathText } from "~/components/path-text";
import { ProblemAlert } from "~/components/problem-alert";
import { ProductPicker } from "~/components/product-picker";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { nameIn, type Scene } from "./scene";
import type { SceneState, UpdateScene } from "./scene-url";

const texts = defineTexts({
  en: {
    title: "Way from one product to another",
    text: "The shortest way along relations of the types shown. With direction Both, relations are followed either way.",
    from: "From",
    to: "To",
    placeholder: "SKU, name or brand",
    change: "Change {name}",
    swap: "Swap start and end",
    close: "Close the way",
    steps: "{count, plural, =0 {They are the same product} one {# step} other {# steps}}",
    step: "{source} shows {target} as {type}.",
    none: "There is no way between them",
    noneText:
      "{count, plural, one {# product was} other {# products were}} searched. Try the other direction, or more types.",
    gaveUp: "No way was found within reach",
    gaveUpText:
      "{count, number} products were searched, which is the limit. A longer way may exist; fewer types reach further.",
  },
  de: {
    title: "Weg von einem Produkt zum anderen",
    text: "Der kürzeste Weg entlang der gezeigten Beziehungsarten. Bei Richtung „Beide“ gilt jede Beziehung hin und zurück.",
    from: "Von",
    to: "Nach",
    placeholder: "SKU, Name oder Marke",
    change: "{name} ändern",
    swap: "Anfang und Ende tauschen",
    close: "Weg schließen",
    steps: "{count, plural, =0 {Das ist dasselbe Produkt} one {# Schritt} other {# Schritte}}",
    step: "{source} zeigt {target} als {type}.",
    none: "Zwischen ihnen gibt es keinen Weg",
    noneText:
      "{count, plural, one {# Produkt wurde} other {# Produkte wurden}} durchsucht. Versuchen Sie die andere Richtung oder mehr Arten.",
    gaveUp: "In Reichweite fand sich kein Weg",
    gaveUpText:
      "{count, number} Produkte wurden durchsucht, das ist die Grenze. Vielleicht gibt es einen längeren Weg; mit weniger Arten reicht die Suche weiter.",
  },
});

interface PathFinderProps {
  state: SceneState;
  update: UpdateScene;
  scene: Scene;
  found: UseQueryResult<components["schemas"]["GraphPath"]>;
  onClose: () => void;
}

/** From A to B: two pickers, and the way in words. The scene holds it up. */
export function PathFinder({ state, update, scene, found, onClose }: PathFinderProps) {
  const t = useTexts(texts);
  const { from, to } = state;
  const end = (key: "from" | "to") => {
    const sku = state[key];
    if (sku === undefined) {
      return (
        <ProductPicker
          label={t(key)}
          placeholder={t("placeholder")}
          onPick={(product) => update({ [key]: product.sku })}
          without={[from, to].filter((one) => one !== undefined)}
        />
      );
    }
    const name = nameIn(scene, sku);
    return (
      <Stack gap={2}>
        <Text size="sm" fw={500}>
          {t(key)}
        </Text>
        <Group gap="xs" wrap="nowrap" mih={36}>
          <Text size="sm">{name}</Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={t("change", { name })}
            onClick={() => update({ [key]: undefined })}
          >
            <IconX size={15} />
          </ActionIcon>
        </Group>
      </Stack>
    );
  };
  return (
    <Paper p="sm" component="section" aria-label={t("title")}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Stack gap={2}>
            <Title order={2} size="h3">
              {t("title")}
            </Title>
            <Text size="sm" c="dimmed">
              {t("text")}
            </Text>
          </Stack>
          <Tooltip label={t("close")}>
            <ActionIcon variant="subtle" color="gray" size={32} aria-label={t("close")} onClick={onClose}>
              <IconX size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Group align="flex-end" gap="sm">
          <div style={{ flex: "1 1 12rem", minWidth: 0 }}>{end("from")}</div>
          <Tooltip label={t("swap")}>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t("swap")}
              disabled={from === undefined && to === undefined}
              onClick={() => update({ from: to, to: from })}
            >
              <IconArrowsExchange size={18} />
            </ActionIcon>
          </Tooltip>
          <div style={{ flex: "1 1 12rem", minWidth: 0 }}>{end("to")}</div>
        </Group>
        {from !== undefined && to !== undefined && (
          <div role="status">
            <Way found={found} scene={scene} />
          </div>
        )}
      </Stack>
    </Paper>
  );
}

function Way({ found, scene }: Pick<PathFinderProps, "found" | "scene">) {
  const t = useTexts(texts);
  const { look } = useRelationTypes();
  const { data, error } = found;
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={56} />;
  if (!data.path) {
    const reason = data.gave_up ? "gaveUp" : "none";
    return (
      <Stack gap={2}>
        <Text size="sm" fw={600}>
          {t(reason)}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`${reason}Text`, { count: data.searched })}
        </Text>
      </Stack>
    );
  }
  const names = data.path.map((sku) => nameIn(scene, sku));
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t("steps", { count: data.path.length - 1 })}
      </Text>
      <PathText path={data.path} names={names} />
      <List size="sm" type="ordered">
        {data.edges.map((edge) => (
          <List.Item key={edge.id}>
            {t("step", {
              source: nameIn(scene, edge.source),
              target: nameIn(scene, edge.target),
              type: look(edge.type).label,
            })}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

import {
  Button,
  CloseButton,
  Group,
  NativeSelect,
  Paper,
  SegmentedControl,
  Stack,
  Text,
} from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { ProductPicker } from "~/components/product-picker";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import classes from "./graph.module.css";
import { nameIn, type Scene } from "./scene";
import {
  DEPTHS,
  DIRECTIONS,
  type Direction,
  LENSES,
  type LensName,
  LIMITS,
  type SceneState,
  type UpdateScene,
} from "./scene-url";

const texts = defineTexts({
  en: {
    add: "Add a product to the scene",
    placeholder: "SKU, name or brand",
    starts: "The scene starts with",
    path: "Find a way",
    drop: "Take {name} out of the start",
    depth: "Steps",
    direction: "Direction",
    both: "Both",
    out: "From it",
    in: "To it",
    limit: "At most",
    products: "{count, number} products",
    lens: "Lens",
    none: "None",
    coverage: "Relations",
    stock: "Stock",
    price: "Price",
  },
  de: {
    add: "Produkt zur Szene hinzufügen",
    placeholder: "SKU, Name oder Marke",
    starts: "Die Szene beginnt bei",
    path: "Weg suchen",
    drop: "{name} aus dem Anfang nehmen",
    depth: "Schritte",
    direction: "Richtung",
    both: "Beide",
    out: "Von ihm",
    in: "Zu ihm",
    limit: "Höchstens",
    products: "{count, number} Produkte",
    lens: "Linse",
    none: "Keine",
    coverage: "Beziehungen",
    stock: "Lager",
    price: "Preis",
  },
});

interface ControlsProps {
  state: SceneState;
  update: UpdateScene;
  scene: Scene;
  isPathOpen: boolean;
  onPath: () => void;
}

/** Where the scene starts, how far it reaches, and what it is looked at through. */
export function Controls({ state, update, scene, isPathOpen, onPath }: ControlsProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { products, depth, direction, lens, limit } = state;
  const drop = (sku: string) =>
    update({
      products: products.filter((one) => one !== sku),
      expanded: state.expanded.filter((one) => one !== sku),
    });
  return (
    <Paper p="sm">
      <Stack gap="sm">
        <Group gap="md" align="flex-end">
          <Stack gap={4} flex="2 1 16rem" miw={0}>
            <ProductPicker
              label={t("add")}
              placeholder={t("placeholder")}
              without={products}
              onPick={({ sku }) => update({ products: [...products, sku], selected: [sku] })}
            />
          </Stack>
          <Choice label={t("direction")}>
            <SegmentedControl
              aria-label={t("direction")}
              size="xs"
              value={direction}
              onChange={(value) => update({ direction: value as Direction })}
              data={DIRECTIONS.map((value) => ({ value, label: t(value) }))}
            />
          </Choice>
          <Choice label={t("depth")}>
            <SegmentedControl
              aria-label={t("depth")}
              size="xs"
              value={String(depth)}
              onChange={(value) => update({ depth: Number(value) })}
              data={DEPTHS.map((value) => ({ value: String(value), label: formats.number(value) }))}
            />
          </Choice>
          <Choice label={t("lens")}>
            <SegmentedControl
              aria-label={t("lens")}
              size="xs"
              value={lens}
              onChange={(value) => update({ lens: value as LensName })}
              data={LENSES.map((value) => ({ value, label: t(value) }))}
            />
          </Choice>
          <NativeSelect
            label={t("limit")}
            size="xs"
            value={String(limit)}
            onChange={(event) => update({ limit: Number(event.currentTarget.value) })}
            data={LIMITS.map((count) => ({ value: String(count), label: t("products", { count }) }))}
          />
        </Group>
        <Group gap="xs" justify="space-between">
          <Group gap={6}>
            {products.length > 0 && (
              <Text size="xs" c="dimmed">
                {t("starts")}
              </Text>
            )}
            {products.map((sku) => (
              <span key={sku} className={classes.start}>
                {nameIn(scene, sku)}
                <CloseButton
                  size={26}
                  radius="xl"
                  aria-label={t("drop", { name: nameIn(scene, sku) })}
                  onClick={() => drop(sku)}
                />
              </span>
            ))}
          </Group>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRoute size={15} aria-hidden />}
            aria-expanded={isPathOpen}
            onClick={onPath}
          >
            {t("path")}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Stack gap={2} maw="100%">
      <Text size="xs" fw={500} aria-hidden>
        {label}
      </Text>
      {children}
    </Stack>
  );
}

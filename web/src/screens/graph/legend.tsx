import { Button, Chip, Group, Skeleton, Text } from "@mantine/core";
import { type TypeLook, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { GraphEdge, GraphNode } from "./api";
import classes from "./graph.module.css";
import { type AccentKey, accentOf, accentsOf, COVERED_FROM, SAME_PRICE_WITHIN } from "./lens";
import { countByType } from "./scene";
import type { LensName } from "./scene-url";

const texts = defineTexts({
  en: {
    types: "Relation types shown",
    all: "Show all types",
    lens: "What the lens says",
    covered: "{from, number} relations or more",
    thin: "1 to {below, number} relations",
    bare: "Shows nothing",
    inStock: "In stock",
    soldOut: "Sold out",
    notSold: "Not sold",
    missing: "Not in the shop yet",
    cheaper: "Cheaper than the start",
    same: "About the same price (within {share})",
    dearer: "Dearer than the start",
    noPrice: "No price to compare",
  },
  de: {
    types: "Gezeigte Beziehungsarten",
    all: "Alle Arten zeigen",
    lens: "Was die Linse sagt",
    covered: "{from, number} Beziehungen oder mehr",
    thin: "1 bis {below, number} Beziehungen",
    bare: "Zeigt nichts",
    inStock: "Auf Lager",
    soldOut: "Ausverkauft",
    notSold: "Nicht im Verkauf",
    missing: "Noch nicht im Shop",
    cheaper: "Günstiger als der Anfang",
    same: "Etwa derselbe Preis (bis {share} Abstand)",
    dearer: "Teurer als der Anfang",
    noPrice: "Kein Preis zum Vergleichen",
  },
});

interface LegendProps {
  edges: GraphEdge[];
  /** The types that are shown; empty is all. */
  shown: string[];
  onShow: (types: string[]) => void;
}

/** The types as colour, dash and letter; pressing one shows or hides it. */
export function Legend({ edges, shown, onShow }: LegendProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { types, look, isLoading, error } = useRelationTypes();
  if (isLoading && !error) return <Skeleton height={56} />;
  const counts = countByType(edges);
  const codes = types.map(({ code }) => code ?? "");
  const on = shown.length === 0 ? codes : shown;
  const change = (next: string[]) => {
    const kept = codes.filter((code) => next.includes(code));
    onShow(kept.length === codes.length || kept.length === 0 ? [] : kept);
  };
  return (
    <Group gap={6} role="group" aria-label={t("types")}>
      <Chip.Group multiple value={on} onChange={change}>
        {codes.map((code) => {
          const type = look(code);
          return (
            <Chip key={code} value={code} size="xs" variant="outline" color={type.color} icon={null}>
              <Group component="span" gap={6} wrap="nowrap" display="inline-flex">
                <Swatch type={type} />
                <span>{type.label}</span>
                <span className={`tabular ${classes.count}`}>{formats.number(counts.get(code) ?? 0)}</span>
              </Group>
            </Chip>
          );
        })}
      </Chip.Group>
      {shown.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onShow([])}>
          {t("all")}
        </Button>
      )}
    </Group>
  );
}

/** The line of a type as it is drawn in the scene. */
export function Swatch({ type }: { type: TypeLook }) {
  const color = `var(--mantine-color-${type.color}-outline)`;
  return (
    <svg className={classes.swatch} viewBox="0 0 34 14" aria-hidden>
      <line x1="0" y1="7" x2="34" y2="7" stroke={color} strokeWidth="2" strokeDasharray={type.dash} />
      <circle cx="17" cy="7" r="6" fill="var(--relata-surface)" stroke={color} />
      <text
        x="17"
        y="7.5"
        fill={color}
        fontSize="8"
        fontWeight="700"
        textAnchor="middle"
        dominantBaseline="central"
      >
        {type.letter}
      </text>
    </svg>
  );
}

interface LensLegendProps {
  lens: LensName;
  nodes: GraphNode[];
  start: GraphNode | undefined;
}

/** What the colours of a lens mean, and how many products have each. */
export function LensLegend({ lens, nodes, start }: LensLegendProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  if (lens === "none") return null;
  const counts = new Map<AccentKey, number>();
  for (const node of nodes) {
    const key = accentOf(lens, node, start)?.key;
    if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const values = { from: COVERED_FROM, below: COVERED_FROM - 1, share: formats.percent(SAME_PRICE_WITHIN) };
  return (
    <Group gap="md" role="group" aria-label={t("lens")}>
      {accentsOf(lens).map(({ key, color, letter }) => (
        <Group key={key} gap={4} wrap="nowrap">
          <span
            className={classes.letter}
            style={{ "--accent": `var(--mantine-color-${color}-outline)` } as React.CSSProperties}
            aria-hidden
          >
            {letter}
          </span>
          <Text size="xs">
            {t(key, values)}: <span className="tabular">{formats.number(counts.get(key) ?? 0)}</span>
          </Text>
        </Group>
      ))}
    </Group>
  );
}

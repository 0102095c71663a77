import { Badge, Group, Stack, Text, ThemeIcon, Tooltip } from "@mantine/core";
import {
  IconArrowForwardUp,
  IconArrowsExchange,
  IconLink,
  IconPackage,
  IconPuzzle,
  IconShoppingBagPlus,
  IconStar,
  IconTag,
  IconTool,
  IconTrendingUp,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { COLORS, type ColorName } from "~/app/theme";
import { defineTexts, format, type Language, useLanguage } from "~/i18n";
import { inOrder, type RelationType, relationTypesQuery } from "./relation-type-list";

export type { RelationType } from "./relation-type-list";

/** How a type looks wherever it appears: a colour, an icon, a letter and a shape, so that colour is never the only sign. */
export interface TypeLook {
  code: string;
  label: string;
  color: ColorName;
  Icon: TablerIcon;
  letter: string;
  /** The dash of its line in the graph, as in SVG. */
  dash: string | undefined;
  /** What it is for. */
  sentence: string;
  example: string;
}

const ICONS: Record<string, TablerIcon> = {
  bag: IconShoppingBagPlus,
  up: IconTrendingUp,
  puzzle: IconPuzzle,
  tool: IconTool,
  exchange: IconArrowsExchange,
  next: IconArrowForwardUp,
  link: IconLink,
  package: IconPackage,
  star: IconStar,
  tag: IconTag,
};
export const TYPE_ICONS = Object.keys(ICONS);

const LOOKS: Record<string, { color: ColorName; icon: string; letter: string; dash?: string }> = {
  cross_sell: { color: "blue", icon: "bag", letter: "C" },
  upsell: { color: "violet", icon: "up", letter: "U", dash: "8 3" },
  accessory: { color: "teal", icon: "puzzle", letter: "A", dash: "2 3" },
  spare_part: { color: "orange", icon: "tool", letter: "P", dash: "10 3 2 3" },
  substitute: { color: "pink", icon: "exchange", letter: "S", dash: "5 5" },
  successor: { color: "cyan", icon: "next", letter: "N", dash: "12 4" },
  related: { color: "gray", icon: "link", letter: "R", dash: "1 4" },
};

const texts = defineTexts({
  en: {
    cross_sell: "Things people buy along with it, from another part of the shop.",
    cross_sell_example: "Running shoe → running socks",
    upsell: "A better product of the same kind, for a little more money. Never leads back in a circle.",
    upsell_example: "Laptop with 8 GB → the same with 16 GB",
    accessory: "Made for it: it is of little use without the product.",
    accessory_example: "Phone → case for that phone",
    spare_part: "Replaces a part of it that wears out or breaks.",
    spare_part_example: "Coffee machine → its brewing group",
    substitute: "Does the same job. Takes the product's place by itself when it is sold out.",
    substitute_example: "Blue pen, brand A → blue pen, brand B",
    successor: "The newer model that came after it. Never leads back in a circle.",
    successor_example: "Camera Mark II → camera Mark III",
    related: "Similar or worth a look; the loosest kind of relation.",
    related_example: "Garden chair → garden table",
    custom: "A type of this shop's own.",
    custom_example: "",
  },
  de: {
    cross_sell: "Was gern dazu gekauft wird, aus einem anderen Teil des Sortiments.",
    cross_sell_example: "Laufschuh → Laufsocken",
    upsell: "Ein besseres Produkt derselben Art für etwas mehr Geld. Führt nie im Kreis zurück.",
    upsell_example: "Laptop mit 8 GB → derselbe mit 16 GB",
    accessory: "Dafür gemacht: ohne das Produkt nützt es wenig.",
    accessory_example: "Telefon → Hülle für dieses Telefon",
    spare_part: "Ersetzt ein Teil davon, das verschleißt oder kaputtgeht.",
    spare_part_example: "Kaffeemaschine → ihre Brühgruppe",
    substitute: "Leistet dasselbe. Tritt von selbst an die Stelle des Produkts, wenn es ausverkauft ist.",
    substitute_example: "Blauer Stift, Marke A → blauer Stift, Marke B",
    successor: "Das neuere Modell, das darauf folgte. Führt nie im Kreis zurück.",
    successor_example: "Kamera Mark II → Kamera Mark III",
    related: "Ähnlich oder einen Blick wert; die loseste Art von Beziehung.",
    related_example: "Gartenstuhl → Gartentisch",
    custom: "Eine eigene Art dieses Shops.",
    custom_example: "",
  },
});

/** A steady number of a text, so that a type without a colour keeps the one it got. */
function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return value;
}

/** A text of a document in the person's language, else in English, else in any. */
export function inLanguage(
  labels: { [locale: string]: string } | null | undefined,
  language: Language,
): string | undefined {
  if (!labels) return undefined;
  return labels[language] ?? labels.en ?? Object.values(labels)[0];
}

/** What a type may say of itself beyond the fields that every type has. */
interface OwnLook {
  color?: string | null;
  icon?: string | null;
  description?: { [locale: string]: string } | null;
  example?: { [locale: string]: string } | null;
}

export function lookOf(type: RelationType & OwnLook, language: Language): TypeLook {
  const code = type.code ?? "";
  const builtIn = LOOKS[code];
  const custom = COLORS[hash(code) % COLORS.length] ?? "gray";
  const color = COLORS.find((name) => name === type.color) ?? builtIn?.color ?? custom;
  const words = texts[language] as Record<string, string>;
  const label = inLanguage(type.label, language) ?? code;
  return {
    code,
    label,
    color,
    Icon: ICONS[type.icon ?? builtIn?.icon ?? "tag"] ?? IconTag,
    letter: builtIn?.letter ?? (label[0] ?? "?").toUpperCase(),
    dash: builtIn?.dash ?? (builtIn ? undefined : "6 2 2 2"),
    sentence: inLanguage(type.description, language) ?? words[code] ?? format(language, words.custom ?? ""),
    example: inLanguage(type.example, language) ?? words[`${code}_example`] ?? "",
  };
}

/** All types, the weightiest first, with how they look. */
export function useRelationTypes() {
  const { language } = useLanguage();
  const { data, error } = useQuery(relationTypesQuery);
  return useMemo(() => {
    const types = inOrder(data?.items ?? []);
    const looks = new Map(types.map((type) => [type.code ?? "", lookOf(type, language)]));
    return {
      types,
      error,
      isLoading: data === undefined,
      look: (code: string): TypeLook =>
        looks.get(code) ?? lookOf({ code, label: {}, built_in: false } as unknown as RelationType, language),
    };
  }, [data, error, language]);
}

/** A type as icon and label; hovering says what it is for. */
export function TypeBadge({ code, withHelp = false }: { code: string; withHelp?: boolean }) {
  const { look } = useRelationTypes();
  const type = look(code);
  const badge = (
    <Badge color={type.color} leftSection={<type.Icon size={13} aria-hidden />} maw="100%">
      {type.label}
    </Badge>
  );
  if (!withHelp) return badge;
  return <Tooltip label={[type.sentence, type.example].filter(Boolean).join(" ")}>{badge}</Tooltip>;
}

/** The icon of a type on its colour. */
export function TypeIcon({ code, size = 28 }: { code: string; size?: number }) {
  const { look } = useRelationTypes();
  const type = look(code);
  return (
    <ThemeIcon variant="light" color={type.color} size={size} radius="md" aria-hidden>
      <type.Icon size={Math.round(size * 0.6)} />
    </ThemeIcon>
  );
}

/** A type in words: sentence and example. */
export function TypeHelp({ code }: { code: string }) {
  const { look } = useRelationTypes();
  const type = look(code);
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <TypeIcon code={code} size={24} />
        <Text fw={600} size="sm">
          {type.label}
        </Text>
      </Group>
      <Text size="sm">{type.sentence}</Text>
      {type.example && (
        <Text size="sm" c="dimmed">
          {type.example}
        </Text>
      )}
    </Stack>
  );
}

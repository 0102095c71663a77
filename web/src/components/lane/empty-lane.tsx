import { Box, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { ProblemAlert } from "~/components/problem-alert";
import { ProductLine } from "~/components/product";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { candidatesQuery } from "./api";
import { useBench } from "./bench";
import { useEvidence } from "./candidates";
import { focusLane } from "./focus";

const texts = defineTexts({
  en: {
    none: "No product suggests itself; search for one with Add.",
    add: "Add",
    addName: "Add {name} to {type}",
  },
  de: {
    none: "Kein Produkt drängt sich auf; suchen Sie eines über „Hinzufügen“.",
    add: "Hinzufügen",
    addName: "{name} zu {type} hinzufügen",
  },
});

/** So many ideas stand in an empty lane. */
const IDEAS = 3;

/** A lane without relations: what the type is for, and the best candidates. */
export function EmptyLane({ type }: { type: string }) {
  const t = useTexts(texts);
  const { sku, actions } = useBench();
  const { look } = useRelationTypes();
  const evidence = useEvidence();
  const { sentence, example, label } = look(type);
  const { data, error } = useQuery(candidatesQuery(sku, type, "", IDEAS));
  return (
    <Stack px="sm" pb="sm" gap="xs">
      <Text size="sm">
        {sentence}
        {example && (
          <Text span c="dimmed" size="sm">
            {" "}
            {example}
          </Text>
        )}
      </Text>
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton h={44} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("none")}
        </Text>
      )}
      {data?.items.map((candidate) => (
        <Group key={candidate.sku} justify="space-between" gap="xs" wrap="nowrap">
          <Box miw={0}>
            <ProductLine
              sku={candidate.sku}
              name={candidate.name}
              imageUrl={candidate.image_url}
              size={32}
              detail={evidence(candidate)}
            />
          </Box>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            aria-label={t("addName", { name: candidate.name ?? candidate.sku, type: label })}
            onClick={() => void actions.add(type, candidate, { bothWays: false }).then(() => focusLane(type))}
          >
            {t("add")}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

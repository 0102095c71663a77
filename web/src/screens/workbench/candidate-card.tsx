import { Box, Button, Group, Text } from "@mantine/core";
import { IconBan, IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { ProblemError } from "~/api/problem";
import { useBench } from "~/components/lane/bench";
import { type Candidate, useEvidence } from "~/components/lane/candidates";
import { Reasons } from "~/components/lane/refusal";
import { useProductDrag } from "~/components/lane/use-drag";
import { useVerdict } from "~/components/lane/verdict";
import { ProblemAlert } from "~/components/problem-alert";
import { ProductLine } from "~/components/product";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    add: "Add",
    addName: "Add {name} to {type}",
    forbidden: "Cannot be added to {type}",
    soldOut: "sold out",
  },
  de: {
    add: "Hinzufügen",
    addName: "{name} zu {type} hinzufügen",
    forbidden: "Kann nicht zu {type}",
    soldOut: "ausverkauft",
  },
});

interface CandidateCardProps {
  candidate: Candidate;
  lane: string;
  bothWays: boolean;
}

/** A product that could be added: what speaks for it and, when it is pointed at, what against. */
export function CandidateCard({ candidate, lane, bothWays }: CandidateCardProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const evidence = useEvidence();
  const { sku, actions, dragged, startAdding } = useBench();
  const { look } = useRelationTypes();
  const ref = useRef<HTMLLIElement>(null);
  const [pointed, setPointed] = useState(false);
  const [refused, setRefused] = useState<ProblemError | null>(null);
  const [saving, setSaving] = useState(false);
  useProductDrag(ref, candidate, bothWays);
  const verdict = useVerdict(sku, lane, pointed ? { kind: "product", product: candidate, bothWays } : null);
  const isDragged = dragged?.kind === "product" && dragged.product.sku === candidate.sku;
  const name = candidate.name ?? candidate.sku;
  const { label } = look(lane);
  const add = async (byKeyboard: boolean) => {
    setSaving(true);
    const problem = await actions.add(lane, candidate, { bothWays });
    // It is said here, where the button is, and not a second time in the lane.
    if (problem) actions.refuse(lane, undefined);
    setRefused(problem);
    // What was added leaves the list, and the focus with it.
    if (!problem && byKeyboard) startAdding(lane);
    setSaving(false);
  };
  const against = verdict.kind === "refused" ? verdict.problems : (refused?.problems ?? []);
  const price = formats.money(candidate.price, candidate.currency);
  return (
    <li
      ref={ref}
      className={classes.candidate}
      data-dragged={isDragged || undefined}
      onPointerEnter={() => setPointed(true)}
      onFocus={() => setPointed(true)}
    >
      <ProductLine
        sku={candidate.sku}
        name={name}
        imageUrl={candidate.image_url}
        size={36}
        detail={candidate.in_stock ? price : `${price} · ${t("soldOut")}`}
      />
      <Button
        size="compact-sm"
        variant="light"
        loading={saving}
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-label={t("addName", { name, type: label })}
        aria-disabled={verdict.kind === "refused"}
        data-disabled={verdict.kind === "refused" || undefined}
        onClick={(event) => {
          if (verdict.kind !== "refused") void add(event.detail === 0);
        }}
      >
        {t("add")}
      </Button>
      <Text size="xs" c="dimmed" className={classes.evidence}>
        {evidence(candidate)}
      </Text>
      {against.length > 0 && (
        <Box className={classes.evidence} role="status">
          <Group gap={6} c="red" wrap="nowrap">
            <IconBan size={16} aria-hidden />
            <Text size="sm" fw={600}>
              {t("forbidden", { type: label })}
            </Text>
          </Group>
          <Reasons problems={against} />
        </Box>
      )}
      {refused && refused.problems.length === 0 && (
        <Box className={classes.evidence}>
          <ProblemAlert error={refused} />
        </Box>
      )}
    </li>
  );
}

import { Alert, Button, Checkbox, Group, Modal, ScrollArea, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { type LaneRow, taggedProductQuery, targetName, variantsQuery } from "./api";
import { useBench } from "./bench";
import { hides, useExclusion } from "./exclusion";

const texts = defineTexts({
  en: {
    title: "Hide {name}",
    text: "Ticked products do not show it under {type}. The relation stays and can be shown again.",
    family: "The whole family: {sku} and all its variants",
    variant: "Only {name}",
    byFamily: "Hidden with the whole family",
    more: "Further variants are hidden one by one at their own page.",
    save: "Save",
    cancel: "Cancel",
    hidden: "{name} hidden at {where}",
    shown: "{name} shown again at {where}",
  },
  de: {
    title: "{name} ausblenden",
    text: "Angekreuzte Produkte zeigen es unter {type} nicht. Die Beziehung bleibt und kann wieder gezeigt werden.",
    family: "Die ganze Familie: {sku} und alle Varianten",
    variant: "Nur {name}",
    byFamily: "Mit der ganzen Familie ausgeblendet",
    more: "Weitere Varianten lassen sich auf ihrer eigenen Seite ausblenden.",
    save: "Speichern",
    cancel: "Abbrechen",
    hidden: "{name} bei {where} ausgeblendet",
    shown: "{name} bei {where} wieder gezeigt",
  },
});

/** Hides a row for a whole family or for some variants, or shows it again there. */
export function HideDialog({ row, onClose }: { row: LaneRow; onClose: () => void }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { product } = useBench();
  const { look } = useRelationTypes();
  const { done } = useUndo();
  const exclude = useExclusion();
  const root = product.parent ?? product.sku ?? "";
  const family = useQuery(taggedProductQuery(root));
  const variants = useQuery(variantsQuery(root));
  const [changed, setChanged] = useState<Record<string, boolean>>({});
  const [error, setError] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const name = targetName(row);

  const parent = family.data?.data;
  const members = [...(parent ? [parent] : []), ...(variants.data?.items ?? [])];
  const isHidden = (sku: string) => {
    const member = members.find((one) => one.sku === sku);
    return changed[sku] ?? (member ? hides(member, row) : false);
  };
  const familyHidden = isHidden(root);
  const set = (sku: string, hidden: boolean) => setChanged((all) => ({ ...all, [sku]: hidden }));
  const save = async () => {
    setSaving(true);
    setError(null);
    try {
      for (const member of members) {
        const sku = member.sku ?? "";
        const hidden = changed[sku];
        if (hidden === undefined || hidden === hides(member, row)) continue;
        const revision = await exclude(sku, row, hidden);
        done({ what: t(hidden ? "hidden" : "shown", { name, where: member.name }), revision });
      }
      onClose();
    } catch (caught) {
      setError(caught);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      title={t("title", { name })}
      size="md"
      returnFocus={false}
    >
      <Stack>
        <Text size="sm">{t("text", { type: look(row.type).label })}</Text>
        {(family.error || variants.error) && <ProblemAlert error={family.error ?? variants.error} />}
        {!parent && !family.error && <Skeleton h={60} />}
        {parent && (
          <ScrollArea.Autosize mah={360} type="auto">
            <Stack gap="xs">
              <Checkbox
                autoFocus
                label={t("family", { sku: root })}
                checked={familyHidden}
                onChange={(event) => set(root, event.currentTarget.checked)}
              />
              {(variants.data?.items ?? []).map((variant) => {
                const sku = variant.sku ?? "";
                return (
                  <Checkbox
                    key={sku}
                    ml="lg"
                    label={t("variant", { name: variant.name })}
                    description={familyHidden ? t("byFamily") : sku}
                    disabled={familyHidden}
                    checked={familyHidden || isHidden(sku)}
                    onChange={(event) => set(sku, event.currentTarget.checked)}
                  />
                );
              })}
            </Stack>
          </ScrollArea.Autosize>
        )}
        {variants.data?.next && <Alert color="gray">{t("more")}</Alert>}
        {error !== null && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button loading={saving} onClick={() => void save()}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

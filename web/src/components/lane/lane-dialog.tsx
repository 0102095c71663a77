import { Badge, Button, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { useCloseButton } from "~/components/close";
import { TypeIcon, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { type LaneRow, targetName } from "./api";
import { useBench } from "./bench";
import { Reasons } from "./refusal";
import { useVerdict } from "./verdict";

const texts = defineTexts({
  en: {
    title: "Move {name} to another lane",
    move: "Move",
    moveTo: "Move to {type}",
    forbidden: "Cannot go here",
    here: "It is here",
  },
  de: {
    title: "{name} in eine andere Liste verschieben",
    move: "Verschieben",
    moveTo: "Nach {type} verschieben",
    forbidden: "Kann nicht hierher",
    here: "Steht hier",
  },
});

/** All lanes, each with what speaks against moving a row there. */
export function LaneDialog({ row, onClose }: { row: LaneRow; onClose: () => void }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { types } = useBench();
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      title={t("title", { name: targetName(row) })}
      size="lg"
      returnFocus={false}
    >
      <Stack gap="sm">
        {types.map((type) => (
          <Choice key={type} row={row} type={type} onClose={onClose} />
        ))}
      </Stack>
    </Modal>
  );
}

function Choice({ row, type, onClose }: { row: LaneRow; type: string; onClose: () => void }) {
  const t = useTexts(texts);
  const { sku, actions } = useBench();
  const { look } = useRelationTypes();
  const isHere = row.type === type;
  const verdict = useVerdict(sku, type, { kind: "relation", row });
  const { label } = look(type);
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <TypeIcon code={type} />
          <Text size="sm" fw={550}>
            {label}
          </Text>
        </Group>
        {isHere ? (
          <Badge color="gray">{t("here")}</Badge>
        ) : verdict.kind === "checking" ? (
          <Loader size="xs" />
        ) : verdict.kind === "refused" ? (
          <Group gap={4} c="red">
            <IconBan size={16} aria-hidden />
            <Text size="sm">{t("forbidden")}</Text>
          </Group>
        ) : (
          <Button
            size="compact-sm"
            variant="light"
            aria-label={t("moveTo", { type: label })}
            onClick={() => void actions.move(row, type, actions.rowsOf(type).length).then(onClose)}
          >
            {t("move")}
          </Button>
        )}
      </Group>
      {verdict.kind === "refused" && <Reasons problems={verdict.problems} />}
    </Stack>
  );
}

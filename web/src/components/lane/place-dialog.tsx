import { Button, Group, Modal, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useCloseButton } from "~/components/close";
import { defineTexts, useTexts } from "~/i18n";
import { type LaneRow, targetName } from "./api";
import { useBench } from "./bench";
import { isMovable, isPinned, pinPlace } from "./order";

const texts = defineTexts({
  en: {
    positionTitle: "Move {name}",
    position: "Position",
    positionHelp: "1 to {count, number}; what stands there moves down",
    move: "Move",
    pinTitle: "Pin {name}",
    place: "Place",
    pinHelp: "Pinned products come before all others, whatever their position. 1 to {count, number}.",
    pin: "Pin",
    cancel: "Cancel",
  },
  de: {
    positionTitle: "{name} verschieben",
    position: "Position",
    positionHelp: "1 bis {count, number}; was dort steht, rückt nach unten",
    move: "Verschieben",
    pinTitle: "{name} anheften",
    place: "Platz",
    pinHelp:
      "Angeheftete Produkte kommen vor allen anderen, gleich auf welcher Position. 1 bis {count, number}.",
    pin: "Anheften",
    cancel: "Abbrechen",
  },
});

interface RowDialogProps {
  row: LaneRow;
  onClose: () => void;
}

/** Moves a row to a position by its number. */
export function PositionDialog({ row, onClose }: RowDialogProps) {
  const t = useTexts(texts);
  const { sku, actions } = useBench();
  const rows = actions.rowsOf(row.type);
  const movable = rows.filter((one) => isMovable(one, sku));
  const others = rows.filter(({ id }) => id !== row.id);
  const move = (position: number) => {
    // The n-th of those that have positions; pins and the parent's stand before and after them.
    const before = movable.filter(({ id }) => id !== row.id)[position - 1];
    const index = before ? others.findIndex(({ id }) => id === before.id) : others.length;
    void actions.move(row, row.type, index).then(onClose);
  };
  return (
    <PlaceForm
      title={t("positionTitle", { name: targetName(row) })}
      label={t("position")}
      help={t("positionHelp", { count: movable.length })}
      action={t("move")}
      start={movable.findIndex(({ id }) => id === row.id) + 1}
      max={movable.length}
      onSubmit={move}
      onClose={onClose}
    />
  );
}

/** Pins a row to a place by its number. */
export function PinDialog({ row, onClose }: RowDialogProps) {
  const t = useTexts(texts);
  const { actions } = useBench();
  const rows = actions.rowsOf(row.type);
  const max = rows.filter((one) => isPinned(one) && one.id !== row.id).length + 1;
  return (
    <PlaceForm
      title={t("pinTitle", { name: targetName(row) })}
      label={t("place")}
      help={t("pinHelp", { count: max })}
      action={t("pin")}
      start={pinPlace(rows, row)}
      max={max}
      onSubmit={(place) => void actions.pin(row, place).then(onClose)}
      onClose={onClose}
    />
  );
}

interface PlaceFormProps {
  title: string;
  label: string;
  help: string;
  action: string;
  start: number;
  max: number;
  onSubmit: (place: number) => void;
  onClose: () => void;
}

function PlaceForm({ title, label, help, action, start, max, onSubmit, onClose }: PlaceFormProps) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const [place, setPlace] = useState<string | number>(start);
  const wanted = Number(place);
  const isValid = Number.isInteger(wanted) && wanted >= 1 && wanted <= max;
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      title={title}
      size="sm"
      returnFocus={false}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid) onSubmit(wanted);
        }}
      >
        <Stack>
          <NumberInput
            label={label}
            value={place}
            onChange={setPlace}
            min={1}
            max={max}
            allowDecimal={false}
            data-autofocus
          />
          <Text size="sm" c={isValid ? "dimmed" : "red"}>
            {help}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!isValid}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCloseButton } from "~/components/close";
import { useReturnFocus } from "~/components/return-focus";
import { useTexts } from "~/i18n";
import { builderTexts } from "./builder-texts";
import { valuesIn } from "./values";

interface ValuesDialogProps {
  place: string;
  values: string[];
  onTake: (values: string[]) => void;
  onClose: () => void;
}

/** A list of values as lines: thousands are pasted at once, and no field is made for any. */
export function ValuesDialog({ place, values, onTake, onClose }: ValuesDialogProps) {
  const t = useTexts(builderTexts);
  const closeButton = useCloseButton();
  useReturnFocus();
  const [text, setText] = useState(() => values.join("\n"));
  const [wanted, setWanted] = useState("");
  const lower = wanted.trim().toLowerCase();
  const taken = valuesIn(text);
  const hits = lower === "" ? [] : taken.filter((value) => value.toLowerCase().includes(lower));
  return (
    <Modal opened onClose={onClose} closeButtonProps={closeButton} title={t("list", { place })} size="lg">
      <Stack>
        <Textarea
          label={t("list", { place })}
          description={t("listHelp")}
          data-autofocus
          // Without a fixed height its own would be measured at every key.
          rows={14}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          spellCheck={false}
        />
        <Text size="sm" role="status">
          {t("taken", { count: taken.length })}
        </Text>
        <TextInput
          label={t("search")}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          description={
            lower === "" ? undefined : `${t("hits", { count: hits.length })}: ${hits.slice(0, 5).join(", ")}`
          }
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            onClick={() => {
              onTake(taken);
              onClose();
            }}
          >
            {t("take")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

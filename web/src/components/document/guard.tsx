import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useCloseButton } from "~/components/close";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    leave: "Leave without saving?",
    leaveText: "What you changed here would be lost.",
    stay: "Stay",
    go: "Leave",
  },
  de: {
    leave: "Gehen, ohne zu speichern?",
    leaveText: "Was Sie hier geändert haben, ginge verloren.",
    stay: "Bleiben",
    go: "Gehen",
  },
});

/** Asks before unsaved changes are left behind. */
export function Guard({ isDirty }: { isDirty: boolean }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === "blocked"}
      onClose={() => reset?.()}
      closeButtonProps={closeButton}
      title={t("leave")}
    >
      <Stack>
        <Text size="sm">{t("leaveText")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => proceed?.()}>
            {t("go")}
          </Button>
          <Button onClick={() => reset?.()} data-autofocus>
            {t("stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button } from "@mantine/core";
import { IconBolt, IconPlayerPause } from "@tabler/icons-react";
import { useTexts } from "~/i18n";
import { type Status, statusOf } from "./api";
import { ruleTexts } from "./rule-texts";

interface StatusActionsProps {
  editor: {
    draft: { status?: string } | undefined;
    isSaving: boolean;
    save: (fields: { status: Status }) => Promise<void>;
  };
}

/** What stands beside saving: what was written goes live with it, or is switched off. */
export function StatusActions({ editor }: StatusActionsProps) {
  const t = useTexts(ruleTexts);
  const { draft, isSaving, save } = editor;
  if (statusOf(draft?.status) === "active")
    return (
      <Button
        variant="default"
        leftSection={<IconPlayerPause size={16} aria-hidden />}
        loading={isSaving}
        onClick={() => void save({ status: "paused" })}
      >
        {t("pause")}
      </Button>
    );
  return (
    <Button
      leftSection={<IconBolt size={16} aria-hidden />}
      loading={isSaving}
      onClick={() => void save({ status: "active" })}
    >
      {t("activate")}
    </Button>
  );
}

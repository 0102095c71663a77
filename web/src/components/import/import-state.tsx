import { Badge } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconLoader,
  IconPlayerStop,
  type TablerIcon,
} from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import type { ImportEntry } from "./api";

const texts = defineTexts({
  en: {
    running: "Running",
    done: "Done",
    failed: "Failed",
    reverted: "Taken back",
    cancelled: "Stopped",
    partly: "Done, some rejected",
  },
  de: {
    running: "Läuft",
    done: "Fertig",
    failed: "Gescheitert",
    reverted: "Zurückgenommen",
    cancelled: "Angehalten",
    partly: "Fertig, teils abgelehnt",
  },
});

const LOOKS: Record<string, { color: string; Icon: TablerIcon }> = {
  running: { color: "blue", Icon: IconLoader },
  done: { color: "green", Icon: IconCircleCheck },
  partly: { color: "orange", Icon: IconAlertTriangle },
  failed: { color: "red", Icon: IconAlertTriangle },
  reverted: { color: "gray", Icon: IconArrowBackUp },
  cancelled: { color: "gray", Icon: IconPlayerStop },
};

/** Where an import stands. */
export function ImportState({ entry: { state, reason, rejected } }: { entry: ImportEntry }) {
  const t = useTexts(texts);
  // Whoever stops an import gets it back as failed, for that reason.
  const isStopped = state === "failed" && reason === "cancelled";
  const shown = isStopped ? "cancelled" : state === "done" && rejected > 0 ? "partly" : state;
  const look = LOOKS[shown];
  if (!look) return <Badge color="gray">{state}</Badge>;
  return (
    <Badge
      color={look.color}
      leftSection={<look.Icon size={13} aria-hidden />}
      style={{ height: "auto", whiteSpace: "normal" }}
      styles={{ label: { whiteSpace: "normal", overflow: "visible" } }}
    >
      {t(shown as "done")}
    </Badge>
  );
}

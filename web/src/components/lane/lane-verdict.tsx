import { Box, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconBan, IconCircleCheck } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./lane.module.css";
import { Reasons } from "./refusal";
import type { Verdict } from "./verdict";

const texts = defineTexts({
  en: { refused: "Cannot go here", accepted: "Drop it here", checking: "Checking …" },
  de: { refused: "Kann nicht hierher", accepted: "Hier ablegen", checking: "Wird geprüft …" },
});

interface LaneVerdictProps {
  verdict: Verdict;
  /** Whether it is about to be let go here. */
  isOver: boolean;
  /** Over the rows instead of above them: nothing may move away under a pointer that drags. */
  floats: boolean;
}

/** While something is on its way: whether a lane takes it, and if not, why. */
export function LaneVerdict({ verdict, isOver, floats }: LaneVerdictProps) {
  const t = useTexts(texts);
  if (!isOver || verdict.kind === "none") return null;
  if (floats && verdict.kind !== "refused") return null;
  const Icon = verdict.kind === "refused" ? IconBan : IconCircleCheck;
  const warnings = verdict.kind === "accepted" ? verdict.warnings : [];
  return (
    <Box px="sm" pb="xs" className={floats ? classes.verdict : undefined} data-testid="verdict">
      <Group gap={6} c={verdict.kind === "refused" ? "red" : "dimmed"} wrap="nowrap">
        <Icon size={16} aria-hidden />
        <Text size="sm" fw={600}>
          {t(verdict.kind)}
        </Text>
      </Group>
      {verdict.kind === "refused" && <Reasons problems={verdict.problems} />}
      {warnings.length > 0 && (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconAlertTriangle size={16} aria-hidden />
          <Reasons problems={warnings} />
        </Group>
      )}
    </Box>
  );
}

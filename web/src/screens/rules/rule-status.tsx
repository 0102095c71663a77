import { Badge, Tooltip } from "@mantine/core";
import { IconArchive, IconBolt, IconPencil, IconPlayerPause } from "@tabler/icons-react";
import { useTexts } from "~/i18n";
import { statusOf } from "./api";
import { ruleTexts } from "./rule-texts";

const LOOKS = {
  draft: { color: "gray", Icon: IconPencil },
  active: { color: "green", Icon: IconBolt },
  paused: { color: "yellow", Icon: IconPlayerPause },
  archived: { color: "gray", Icon: IconArchive },
} as const;

/** Where a rule or guideline stands; an icon beside the colour. */
export function RuleStatus({ status }: { status: string | undefined }) {
  const t = useTexts(ruleTexts);
  const known = statusOf(status);
  const { color, Icon } = LOOKS[known];
  return (
    <Tooltip label={t(`${known}Help`)}>
      <Badge color={color} leftSection={<Icon size={12} aria-hidden />} style={{ flex: "none" }}>
        {t(known)}
      </Badge>
    </Tooltip>
  );
}

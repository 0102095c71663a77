import { Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  text?: ReactNode;
  /** The one next step. */
  action?: ReactNode;
  icon?: ReactNode;
  compact?: boolean;
  /** Its rank among the headings of the page. */
  order?: 2 | 3 | 4;
}

/** Nothing is here yet: says so and offers one next step. */
export function EmptyState({ title, text, action, icon, compact = false, order = 2 }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={compact ? "md" : 48} px="md" ta="center">
      <ThemeIcon variant="light" size={compact ? 36 : 52} radius="xl" aria-hidden>
        {icon ?? <IconInbox size={compact ? 20 : 28} />}
      </ThemeIcon>
      <Title order={order} size={compact ? "h3" : "h2"}>
        {title}
      </Title>
      {text && (
        <Text c="dimmed" size="sm" maw={460}>
          {text}
        </Text>
      )}
      {action}
    </Stack>
  );
}

import { Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { ProblemAlert } from "~/components/problem-alert";

interface CardProps {
  title: string;
  /** What the card says, in one sentence. */
  text?: ReactNode;
  actions?: ReactNode;
  /** While it is true an outline of the same height stands here. */
  isLoading: boolean;
  error: unknown;
  height: number;
  children: ReactNode;
}

/** A part of the screen that lives by itself: its own outline, its own error. */
export function Card({ title, text, actions, isLoading, error, height, children }: CardProps) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} h="100%" aria-busy={isLoading && !error}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" align="flex-start">
          <Stack gap={2} flex="1 1 14rem" miw={0}>
            <Title order={2} id={id}>
              {title}
            </Title>
            {text && (
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            )}
          </Stack>
          {actions}
        </Group>
        {error ? <ProblemAlert error={error} /> : isLoading ? <Skeleton height={height} /> : children}
      </Stack>
    </Paper>
  );
}

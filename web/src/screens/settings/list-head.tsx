import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { NEW } from "~/components/document/use-editor";

export interface ListHeadProps {
  title: string;
  text: string;
  /** What the button says that makes a new one. */
  make?: string | undefined;
  section?: string;
}

/** The head of a section: what it is for, and how to make a new one. */
export function ListHead({ title, text, make, section }: ListHeadProps) {
  return (
    <Group justify="space-between" align="flex-end">
      <Stack gap={2} flex="1 1 18rem" miw={0}>
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </Stack>
      {make && section && (
        <Button
          component={Link}
          to={`/settings/${section}/${NEW}`}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {make}
        </Button>
      )}
    </Group>
  );
}

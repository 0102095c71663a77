import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";

interface PageProps {
  title: string;
  /** One sentence under the title. */
  text?: ReactNode;
  actions?: ReactNode;
  /** The way up: label, path and what the URL of that place holds. */
  trail?: { label: string; to: string; search?: Record<string, string> }[];
  children: ReactNode;
}

/** The frame of a screen: its name, what it is for, what can be done. */
export function Page({ title, text, actions, trail, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Relata`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Stack gap={2} miw={0} flex="1 1 16rem">
          {trail && (
            <Breadcrumbs separatorMargin={6}>
              {trail.map(({ label, to, search }) => (
                <Anchor key={label} component={Link} to={to} search={search as never} size="sm">
                  {label}
                </Anchor>
              ))}
              <span />
            </Breadcrumbs>
          )}
          <Title order={1}>{title}</Title>
          {text && (
            <Text c="dimmed" size="sm">
              {text}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

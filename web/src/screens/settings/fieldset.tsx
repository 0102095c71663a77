import { Paper, Stack, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** Fields that belong together, under a heading. */
export function Fieldset({ legend, children }: { legend: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper role="group" aria-labelledby={id}>
      <Stack>
        <Title order={3} id={id}>
          {legend}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

import { createTheme, MantineThemeProvider, Paper, Stack, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** What explains a field stands below it, so that fields side by side are level. */
const theme = createTheme({
  components: {
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] } },
  },
});

/** Fields that belong together, under a heading; what brings a heading of its own has none here. */
export function Fieldset({ legend, children }: { legend?: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper role={legend ? "group" : undefined} aria-labelledby={legend ? id : undefined}>
      <Stack>
        {legend && (
          <Title order={3} id={id}>
            {legend}
          </Title>
        )}
        <MantineThemeProvider theme={theme}>{children}</MantineThemeProvider>
      </Stack>
    </Paper>
  );
}

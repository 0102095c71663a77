import { Button, Skeleton, Stack } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    missing: "There is no such page",
    missingText: "The address may be old or mistyped.",
    home: "Go to Home",
    again: "Try again",
    loading: "Loading",
  },
  de: {
    missing: "Diese Seite gibt es nicht",
    missingText: "Die Adresse ist vielleicht veraltet oder vertippt.",
    home: "Zur Startseite",
    again: "Noch einmal versuchen",
    loading: "Wird geladen",
  },
});

export function NotFound() {
  const t = useTexts(texts);
  return (
    <EmptyState
      title={t("missing")}
      text={t("missingText")}
      action={
        <Button component={Link} to="/">
          {t("home")}
        </Button>
      }
    />
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const t = useTexts(texts);
  return (
    <Stack maw={640} mx="auto" mt="xl">
      <ProblemAlert error={error} />
      <Button onClick={reset} style={{ alignSelf: "flex-start" }}>
        {t("again")}
      </Button>
    </Stack>
  );
}

/** The outline of a screen, so that nothing jumps when it comes. */
export function RoutePending() {
  const t = useTexts(texts);
  return (
    <Stack aria-busy="true" aria-label={t("loading")} role="status">
      <Skeleton height={32} width={220} />
      <Skeleton height={120} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </Stack>
  );
}

import { Alert, CloseButton, Group, List, Stack } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import type { ProblemDetail, ProblemError } from "~/api/problem";
import { productQuery } from "~/api/products";
import { PathText } from "~/components/path-text";
import { ProblemAlert, ProblemWords } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    title: "Not done: {type} does not take it",
    close: "Close this message",
    cycle: "It would close a circle that this type does not allow:",
    selfRelation: "A product cannot point to itself.",
    familyRelation: "Both are of one family: a product does not point to its own variants.",
    duplicateRelation: "It is in this list already.",
  },
  de: {
    title: "Nicht ausgeführt: {type} nimmt es nicht auf",
    close: "Meldung schließen",
    cycle: "Das würde einen Kreis schließen, den diese Art nicht erlaubt:",
    selfRelation: "Ein Produkt kann nicht auf sich selbst zeigen.",
    familyRelation: "Beide gehören zu einer Familie: ein Produkt zeigt nicht auf seine eigenen Varianten.",
    duplicateRelation: "Es steht schon in dieser Liste.",
  },
});

/** Problems that the app has words of its own for; everything else is said as everywhere. */
const OWN_WORDS: Record<string, "cycle" | "selfRelation" | "familyRelation" | "duplicateRelation"> = {
  cycle: "cycle",
  "self-relation": "selfRelation",
  "family-relation": "familyRelation",
  "duplicate-relation": "duplicateRelation",
};

/** A circle or another way, with what its products are called. */
export function NamedPath({ path }: { path: string[] }) {
  const found = useQueries({
    queries: path.map((sku) => ({ ...productQuery(sku), staleTime: 60_000, retry: false })),
  });
  return <PathText path={path} names={path.map((sku, index) => found[index]?.data?.name ?? sku)} />;
}

/** Why something is not allowed; a circle as its path, with names. */
export function Reasons({ problems }: { problems: ProblemDetail[] }) {
  const t = useTexts(texts);
  return (
    <List size="sm" spacing={4} listStyleType="none">
      {problems.map((problem) => {
        const own = OWN_WORDS[problem.code];
        return (
          <List.Item key={`${problem.code} ${problem.pointer} ${problem.message}`}>
            {own ? (
              <>
                {t(own)}
                {problem.path && problem.path.length > 0 && <NamedPath path={problem.path} />}
              </>
            ) : (
              <ProblemWords problem={problem} drawPath={(path) => <NamedPath path={path} />} />
            )}
          </List.Item>
        );
      })}
    </List>
  );
}

interface RefusalProps {
  /** What the lane is called. */
  type: string;
  error: ProblemError;
  onClose: () => void;
}

/** What was just tried in a lane and why it was not done; it stays until it is closed. */
export function Refusal({ type, error, onClose }: RefusalProps) {
  const t = useTexts(texts);
  const close = <CloseButton size="sm" aria-label={t("close")} onClick={onClose} />;
  if (error.problems.length === 0) {
    return (
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Stack flex={1} miw={0}>
          <ProblemAlert error={error} />
        </Stack>
        {close}
      </Group>
    );
  }
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconBan aria-hidden />}
      title={
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <span>{t("title", { type })}</span>
          {close}
        </Group>
      }
      styles={{ label: { width: "100%" }, title: { width: "100%" } }}
    >
      <Reasons problems={error.problems} />
    </Alert>
  );
}

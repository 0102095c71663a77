import { Box, Drawer, Paper, Skeleton, Stack } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import type { Product } from "~/api/types";
import { type ScreenKey, useScreenKeys } from "~/app/keys";
import { useCloseButton } from "~/components/close";
import { laneQuery } from "~/components/lane/api";
import { BenchProvider } from "~/components/lane/bench";
import { LaneDialogs } from "~/components/lane/dialogs";
import { Lane } from "~/components/lane/lane";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { AddPane } from "./add-pane";
import { useWorkbenchUrl } from "./url";
import { WIDE } from "./width";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    rows: "Walk the rows of a lane",
    move: "Move a row, with arrows, Enter and Escape",
    pin: "Pin a row or unpin it",
    hide: "Hide a row or show it again",
    add: "Add to the lane",
    why: "Why is it here?",
    edit: "Edit what a relation has",
    remove: "Remove a row",
    pane: "Add products",
  },
  de: {
    rows: "Durch die Zeilen einer Liste gehen",
    move: "Zeile bewegen, mit Pfeilen, Eingabe und Escape",
    pin: "Zeile anheften oder lösen",
    hide: "Zeile ausblenden oder wieder zeigen",
    add: "Zur Liste hinzufügen",
    why: "Warum steht es hier?",
    edit: "Einzelheiten der Beziehung bearbeiten",
    remove: "Zeile entfernen",
    pane: "Produkte hinzufügen",
  },
});

/** All that a product points to, a lane for each type, and where to find what else it could. */
export function RelationsTab({ sku, product }: { sku: string; product: Product }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { types, error, isLoading } = useRelationTypes();
  const codes = useMemo(() => types.map(({ code }) => code ?? ""), [types]);
  const { url, set } = useWorkbenchUrl();
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const [opened, pane] = useDisclosure();
  const field = useRef<HTMLInputElement>(null);
  const keys = useMemo<ScreenKey[]>(
    () => [
      { keys: "↑ ↓", label: t("rows") },
      { keys: "m", label: t("move") },
      { keys: "p", label: t("pin") },
      { keys: "h", label: t("hide") },
      { keys: "a", label: t("add") },
      { keys: "w", label: t("why") },
      { keys: "e", label: t("edit") },
      { keys: "Delete", label: t("remove") },
    ],
    [t],
  );
  const keysEnabled = useScreenKeys(keys);
  const lane = codes.find((code) => code === url.lane) ?? codes[0];
  const startAdding = useCallback(
    (type: string) => {
      set({ lane: type }, { replace: true });
      pane.open();
      // The field may have to be drawn first.
      requestAnimationFrame(() => field.current?.focus());
    },
    [set, pane.open],
  );
  if (isLoading) return error ? <ProblemAlert error={error} /> : <Skeleton h={320} radius="lg" />;
  const search = lane !== undefined && <AddPane lane={lane} fieldRef={field} />;
  return (
    <BenchProvider
      sku={sku}
      product={product}
      types={codes}
      keysEnabled={keysEnabled}
      startAdding={startAdding}
    >
      <Box className={classes.bench} data-narrow={!isWide || undefined}>
        <Stack gap="sm" miw={0}>
          <Lanes sku={sku} types={codes} />
        </Stack>
        {isWide && (
          <Paper component="aside" className={classes.pane} aria-label={t("pane")} p="sm">
            {search}
          </Paper>
        )}
      </Box>
      {!isWide && (
        <Drawer
          opened={opened}
          onClose={pane.close}
          closeButtonProps={closeButton}
          position="right"
          size="sm"
          title={t("pane")}
        >
          {search}
        </Drawer>
      )}
      <LaneDialogs />
    </BenchProvider>
  );
}

/** The lanes from the top down: each is there when those above it are, so that none moves. */
function Lanes({ sku, types }: { sku: string; types: string[] }) {
  const answers = useQueries({ queries: types.map((type) => laneQuery(sku, type)) });
  const first = answers.findIndex(({ isPending }) => isPending);
  const there = first < 0 ? types : types.slice(0, first);
  return (
    <>
      {there.map((type) => (
        <Lane key={type} type={type} />
      ))}
      {/* Another one after each lane: the same one would be seen to move. */}
      {first >= 0 && <Skeleton key={first} h={320} radius="lg" aria-busy="true" />}
    </>
  );
}

import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { useScreenKeys } from "~/app/keys";
import { defineTexts, useTexts } from "~/i18n";
import type { Look } from "./canvas";
import type { Held } from "./drawing";
import { nameIn, type Scene } from "./scene";
import { MIDDLE_MAX, type SceneState, type UpdateScene } from "./scene-url";
import type { TwinTab } from "./twin";
import { useLayout } from "./use-layout";
import { useSelection } from "./use-selection";
import { ARROWS, type Walk, walk } from "./walk";

const texts = defineTexts({
  en: {
    walk: "Walk along relations",
    expand: "Expand a product",
    link: "Start or end a link",
    open: "Open a product",
    full: "A scene grows around {count, number} products at most. Take one out of the start first.",
    noWay: "No relation leads there",
    linking: "Linking from {name}: choose the second product",
    noLink: "Not linking any more",
  },
  de: {
    walk: "An Beziehungen entlanggehen",
    expand: "Ein Produkt erweitern",
    link: "Verknüpfung beginnen oder beenden",
    open: "Ein Produkt öffnen",
    full: "Eine Szene wächst um höchstens {count, number} Produkte. Nehmen Sie zuerst eines aus dem Anfang.",
    noWay: "Dorthin führt keine Beziehung",
    linking: "Verknüpfen von {name} aus: Wählen Sie das zweite Produkt",
    noLink: "Das Verknüpfen ist beendet",
  },
});

const NOTHING: ReadonlySet<string> = new Set();

interface HandsOptions {
  state: SceneState;
  update: UpdateScene;
  scene: Scene;
  marked: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };
  isStale: boolean;
}

/** Everything that people do with a scene, the same from the picture and from the tables. */
export function useSceneHands({ state, update, scene, marked, isStale }: HandsOptions) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const navigate = useNavigate();
  const [turn, setTurn] = useState(0);
  const layoutKey = [state.products[0], ...state.mark, state.depth, turn].join("\n");
  const layout = useLayout(scene, layoutKey);
  const [selected, select] = useSelection(state, update);
  const [selectedEdges, setSelectedEdges] = useState<ReadonlySet<string>>(NOTHING);
  const [linkFrom, setLinkFrom] = useState<string>();
  const [pair, setPair] = useState<{ source: string; target: string }>();
  const [tab, setTab] = useState<TwinTab>("products");
  const [look, setLook] = useState<Look>();
  const [walked, setWalked] = useState<Walk>();
  const keys = useMemo(
    () => [
      { keys: "← ↑ → ↓", label: t("walk") },
      { keys: "Enter", label: t("expand") },
      { keys: "l", label: t("link") },
      { keys: "o", label: t("open") },
    ],
    [t],
  );
  const hasKeys = useScreenKeys(keys);
  const grown = useRef<string>(undefined);

  const active =
    walked && scene.bySku.has(walked.at) ? walked.at : (state.products[0] ?? scene.nodes[0]?.sku);
  const held: Held = useMemo(
    () => ({ selected, selectedEdges, markedNodes: marked.nodes, markedEdges: marked.edges, active }),
    [selected, selectedEdges, marked, active],
  );

  const places = layout?.places;
  // When the neighbours of an expanded product have their places, all of them are brought into view.
  useEffect(() => {
    const sku = grown.current;
    if (sku === undefined || isStale || !places) return;
    grown.current = undefined;
    const beside = scene.edges.flatMap(({ source, target }) =>
      source === sku ? [target] : target === sku ? [source] : [],
    );
    setLook({ skus: [sku, ...beside], withFocus: false });
  }, [places, isStale, scene]);

  const link = useCallback((source: string, target: string) => {
    setLinkFrom(undefined);
    if (source !== target) setPair({ source, target });
  }, []);
  const linkAt = (sku: string) => {
    if (linkFrom === undefined) {
      setLinkFrom(sku);
      announce(t("linking", { name: nameIn(scene, sku) }));
    } else if (linkFrom === sku) cancelLink();
    else link(linkFrom, sku);
  };
  const cancelLink = () => {
    setLinkFrom(undefined);
    announce(t("noLink"));
  };
  const selectOnly = (skus: Iterable<string>) => {
    setSelectedEdges(NOTHING);
    select(skus);
  };
  const pick = (sku: string, adding: boolean) => {
    if (linkFrom !== undefined && linkFrom !== sku) return link(linkFrom, sku);
    setWalked({ at: sku });
    setTab("products");
    if (!adding) return selectOnly([sku]);
    const next = new Set(selected);
    if (!next.delete(sku)) next.add(sku);
    selectOnly(next);
  };
  const selectEdges = (ids: ReadonlySet<string>) => {
    if (selected.size > 0) select([]);
    setSelectedEdges(ids);
    const [id] = ids;
    const edge = ids.size === 1 ? scene.edges.find((one) => one.id === id) : undefined;
    if (edge) setLook({ skus: [edge.source, edge.target], withFocus: false });
  };
  const expand = (sku: string) => {
    const isOpen = state.expanded.includes(sku);
    if (!isOpen && new Set([...state.products, ...state.expanded]).size >= MIDDLE_MAX) {
      announce(t("full", { count: MIDDLE_MAX }));
      return;
    }
    if (!isOpen) grown.current = sku;
    update({ expanded: isOpen ? state.expanded.filter((one) => one !== sku) : [...state.expanded, sku] });
  };
  const go = (step: Walk | undefined) => {
    if (!step) return announce(t("noWay"));
    setWalked(step);
    setLook({ skus: [step.at], withFocus: true });
  };
  const pressed = (event: KeyboardEvent, sku: string | undefined) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (linkFrom !== undefined || selected.size + selectedEdges.size > 0)) {
      if (linkFrom !== undefined) cancelLink();
      else selectOnly([]);
      return;
    }
    if (sku === undefined || !places) return;
    const arrow = ARROWS.find((key) => key === event.key);
    const here = walked?.at === sku ? walked : { at: sku };
    if (arrow) go(walk(here, arrow, scene.edges, places));
    else if (event.key === "Enter")
      linkFrom !== undefined && linkFrom !== sku ? link(linkFrom, sku) : expand(sku);
    else if (event.key === "l" && hasKeys) linkAt(sku);
    else if (event.key === "o" && hasKeys) void navigate({ to: "/products/$sku", params: { sku } });
    else return;
    event.preventDefault();
  };

  return {
    layout,
    held,
    look,
    selected,
    selectedEdges,
    linkFrom,
    pair,
    tab,
    setTab,
    select: selectOnly,
    selectEdges,
    pick,
    pickEdge: (id: string) => {
      setTab("relations");
      selectEdges(new Set([id]));
    },
    find: (sku: string) => {
      pick(sku, false);
      setLook({ skus: [sku], withFocus: false });
    },
    clear: () => selectOnly([]),
    expand,
    link,
    linkAt,
    cancelLink,
    closePair: () => setPair(undefined),
    setActive: useCallback(
      (sku: string) => setWalked((before) => (before?.at === sku ? before : { at: sku })),
      [],
    ),
    pressed,
    tidy: useCallback(() => setTurn((before) => before + 1), []),
  };
}

import "@xyflow/react/dist/style.css";
import { ActionIcon, Stack, Tooltip, useComputedColorScheme } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { IconArrowsMaximize, IconLayoutGrid, IconMinus, IconPlus } from "@tabler/icons-react";
import {
  MiniMap,
  type OnConnect,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef } from "react";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { CARD } from "./card";
import { cardsOf, type Held, linesOf, reuse } from "./drawing";
import { ArrowHeads, EdgeLine, type LineEdge } from "./edge-line";
import classes from "./graph.module.css";
import { type CardNode, NodeCard } from "./node-card";
import type { Scene } from "./scene";
import type { LensName } from "./scene-url";
import type { Places } from "./use-layout";

const texts = defineTexts({
  en: {
    scene: "Scene: products and the relations among them. Arrow keys walk along relations.",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    fit: "Show everything",
    tidy: "Arrange anew",
    map: "Overview of the scene",
  },
  de: {
    scene: "Szene: Produkte und die Beziehungen zwischen ihnen. Pfeiltasten gehen an Beziehungen entlang.",
    zoomIn: "Vergrößern",
    zoomOut: "Verkleinern",
    fit: "Alles zeigen",
    tidy: "Neu anordnen",
    map: "Übersicht der Szene",
  },
});

const nodeTypes = { product: NodeCard };
const edgeTypes = { relation: EdgeLine };
/** Below this zoom only names can be read, so only names are shown. */
const FAR_BELOW = 0.5;
/** A product that keys walk to is shown at least this large. */
const READABLE = 0.7;
const MOVE_MS = 250;
/** A scene of more cards than this is fitted without moving through it. */
const MOVING_MAX = 120;

/** Products that are to be brought into view; each wish is an object of its own. */
export interface Look {
  skus: string[];
  /** Whether the first of them takes the focus. */
  withFocus: boolean;
}

interface CanvasProps {
  scene: Scene;
  places: Places;
  lens: LensName;
  starts: ReadonlySet<string>;
  expanded: ReadonlySet<string>;
  held: Held;
  /** Everything is brought into view when this changes. */
  fitKey: string;
  look: Look | undefined;
  isStale: boolean;
  onPick: (sku: string, adding: boolean) => void;
  onPickEdge: (id: string) => void;
  onPickNothing: () => void;
  onExpand: (sku: string) => void;
  onLink: (source: string, target: string) => void;
  onFocusCard: (sku: string) => void;
  onKey: (event: KeyboardEvent, sku: string | undefined) => void;
  onTidy: () => void;
}

/** The picture of a scene. Everything that can be done in it can be done in the table, too. */
export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture(props: CanvasProps) {
  const { scene, places, lens, starts, expanded, held, isStale, onLink } = props;
  const t = useTexts(texts);
  const box = useRef<HTMLElement>(null);
  const { types, look } = useRelationTypes();
  const scheme = useComputedColorScheme();
  const isFar = useStore((store) => store.transform[2] < FAR_BELOW);
  useView(props, box);

  const oldCards = useRef(new Map<string, CardNode>());
  const cards = useMemo(() => {
    const next = reuse(oldCards.current, cardsOf(scene, places, { lens, starts, expanded }, held));
    oldCards.current = new Map(next.map((card) => [card.id, card]));
    return next;
  }, [scene, places, lens, starts, expanded, held]);
  const oldLines = useRef(new Map<string, LineEdge>());
  const lines = useMemo(() => {
    const next = reuse(oldLines.current, linesOf(scene, places, look, { starts, expanded }, held));
    oldLines.current = new Map(next.map((line) => [line.id, line]));
    return next;
  }, [scene, places, look, starts, expanded, held]);
  const looks = useMemo(() => types.map(({ code }) => look(code ?? "")), [types, look]);
  const onConnect = useCallback<OnConnect>(({ source, target }) => onLink(source, target), [onLink]);

  const skuOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>("[data-sku]")?.dataset.sku : undefined;
  return (
    <section
      ref={box}
      className={classes.canvas}
      data-far={isFar || undefined}
      aria-label={t("scene")}
      aria-busy={isStale}
      onKeyDown={(event) => props.onKey(event, skuOf(event.target))}
      onFocus={(event) => {
        const sku = skuOf(event.target);
        if (sku !== undefined) props.onFocusCard(sku);
      }}
    >
      <ArrowHeads looks={looks} />
      <ReactFlow<CardNode, LineEdge>
        className={isStale ? classes.stale : ""}
        nodes={cards}
        edges={lines}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        minZoom={0.08}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        connectionRadius={40}
        proOptions={{ hideAttribution: true }}
        onConnect={onConnect}
        onNodeClick={(event, { id }) => props.onPick(id, event.ctrlKey || event.metaKey || event.shiftKey)}
        onNodeDoubleClick={(_, { id }) => props.onExpand(id)}
        onEdgeClick={(_, { id }) => props.onPickEdge(id)}
        onPaneClick={props.onPickNothing}
      >
        <Panel position="bottom-left">
          <Buttons onTidy={props.onTidy} />
        </Panel>
        <MiniMap
          className={classes.mini ?? ""}
          pannable
          zoomable
          ariaLabel={t("map")}
          nodeColor={cardColor}
          style={{ width: 150, height: 100 }}
        />
      </ReactFlow>
    </section>
  );
}

function cardColor({ data }: CardNode): string {
  if (data.accent) return `var(--mantine-color-${data.accent.color}-outline)`;
  return data.start ? "var(--mantine-color-brand-outline)" : "var(--relata-strong-line)";
}

const Buttons = memo(function Buttons({ onTidy }: { onTidy: () => void }) {
  const t = useTexts(texts);
  const flow = useReactFlow();
  const buttons = [
    { key: "zoomIn", Icon: IconPlus, act: () => void flow.zoomIn() },
    { key: "zoomOut", Icon: IconMinus, act: () => void flow.zoomOut() },
    { key: "fit", Icon: IconArrowsMaximize, act: () => void flow.fitView({ padding: 0.08, maxZoom: 1 }) },
    { key: "tidy", Icon: IconLayoutGrid, act: onTidy },
  ] as const;
  return (
    <Stack gap={4}>
      {buttons.map(({ key, Icon, act }) => (
        <Tooltip key={key} label={t(key)} position="right">
          <ActionIcon variant="default" size={32} aria-label={t(key)} onClick={act}>
            <Icon size={17} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Stack>
  );
});

/** Brings into view what is asked for. */
function useView({ fitKey, look, places }: CanvasProps, box: React.RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const isCalm = useReducedMotion();
  const now = useRef(places);
  now.current = places;
  const isThere = Object.keys(places).length > 0;
  const wasSeen = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when
  useEffect(() => {
    if (!isThere) return;
    const isLarge = Object.keys(now.current).length > MOVING_MAX;
    // What was not seen before has nowhere to move from.
    const duration = isCalm || isLarge || !wasSeen.current ? 0 : MOVE_MS;
    const frame = requestAnimationFrame(() => {
      wasSeen.current = true;
      void flow.fitView({ padding: 0.08, maxZoom: 1, duration });
    });
    return () => cancelAnimationFrame(frame);
  }, [fitKey, isThere, flow]);

  useEffect(() => {
    const first = look?.skus[0];
    if (!look || first === undefined) return;
    const at = now.current[first];
    if (!at) return;
    const duration = isCalm ? 0 : MOVE_MS;
    if (look.skus.length > 1) {
      const nodes = look.skus.map((id) => ({ id }));
      void flow.fitView({ nodes, padding: 0.1, maxZoom: 1, duration });
    } else {
      const zoom = Math.max(READABLE, flow.getZoom());
      void flow.setCenter(at.x + CARD.width / 2, at.y + CARD.height / 2, { zoom, duration });
    }
    if (!look.withFocus) return;
    const card = box.current?.querySelector<HTMLElement>(`[data-sku="${CSS.escape(first)}"]`);
    card?.focus({ preventScroll: true });
  }, [look, flow, box, isCalm]);
}

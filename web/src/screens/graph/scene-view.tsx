import { Alert, Badge, Button, Grid, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { useRemoveRelation } from "./actions";
import { Controls } from "./controls";
import classes from "./graph.module.css";
import { Legend, LensLegend } from "./legend";
import { LinkDialog } from "./link-dialog";
import { PathFinder } from "./path-finder";
import { LINES_MAX, nameIn, type Scene } from "./scene";
import { LIMIT_MAX, LIMITS, type SceneState, type UpdateScene } from "./scene-url";
import { SelectionBar } from "./selection";
import { Start } from "./start";
import { Twin } from "./twin";
import { useScene } from "./use-scene";
import { useSceneHands } from "./use-scene-hands";

const loadCanvas = () => import("./canvas");
const Canvas = lazy(loadCanvas);

const texts = defineTexts({
  en: {
    shown:
      "{products, plural, one {# product} other {# products}}, {relations, plural, one {# relation} other {# relations}} in the scene",
    leftOut: "The limit of {limit, number} products cut {count, plural, one {# product} other {# products}}:",
    none: "without category",
    more: "Show up to {count, number}",
    cut: "The picture draws the {count, number} heaviest relations; the table has all of them.",
    unknown:
      "{count, plural, one {There is no product with this SKU} other {There are no products with these SKUs}}",
  },
  de: {
    shown:
      "{products, plural, one {# Produkt} other {# Produkte}}, {relations, plural, one {# Beziehung} other {# Beziehungen}} in der Szene",
    leftOut:
      "Die Grenze von {limit, number} Produkten schnitt {count, plural, one {# Produkt} other {# Produkte}} ab:",
    none: "ohne Kategorie",
    more: "Bis zu {count, number} zeigen",
    cut: "Das Bild zeichnet die {count, number} schwersten Beziehungen; die Tabelle hat alle.",
    unknown:
      "{count, plural, one {Es gibt kein Produkt mit dieser SKU} other {Es gibt keine Produkte mit diesen SKUs}}",
  },
});

interface SceneViewProps {
  state: SceneState;
  update: UpdateScene;
}

/** The scene: picture and tables side by side, with what can be done. */
export function SceneView({ state, update }: SceneViewProps) {
  const read = useScene(state);
  if (read.isEmpty) return <Start update={update} />;
  return <Shown state={state} update={update} read={read} />;
}

type ShownProps = SceneViewProps & { read: ReturnType<typeof useScene> };

function Shown({ state, update, read }: ShownProps) {
  const t = useTexts(texts);
  const { scene, marked, path, error, isLoading, isStale } = read;
  const hands = useSceneHands({ state, update, scene, marked, isStale });
  const { selected, selectedEdges, linkFrom, pair, layout } = hands;
  const remove = useRemoveRelation((sku) => nameIn(scene, sku));
  const [isPathOpen, setPathOpen] = useState(state.from !== undefined || state.to !== undefined);
  const starts = useMemo(() => new Set(state.products), [state.products]);
  const expanded = useMemo(() => new Set(state.expanded), [state.expanded]);
  const [edgeId] = [...selectedEdges];
  const edge = selectedEdges.size === 1 ? scene.edges.find(({ id }) => id === edgeId) : undefined;
  const start = scene.nodes.find(({ sku }) => starts.has(sku));
  useCountAnnounced(scene, isStale);
  // The picture's code comes while its products are still on their way.
  useEffect(() => void loadCanvas(), []);
  const openPath = (from: string | undefined, to: string | undefined) => {
    setPathOpen(true);
    update({ from, to, mark: [] });
  };
  return (
    <Stack gap="sm">
      <Controls
        state={state}
        update={update}
        scene={scene}
        isPathOpen={isPathOpen}
        onPath={() => openPath(state.from, state.to)}
      />
      {(isPathOpen || state.from !== undefined) && (
        <PathFinder
          state={state}
          update={update}
          scene={scene}
          found={path}
          onClose={() => {
            setPathOpen(false);
            update({ from: undefined, to: undefined });
          }}
        />
      )}
      {error && <ProblemAlert error={error} />}
      {remove.error && <ProblemAlert error={remove.error} />}
      {scene.unknown.length > 0 && (
        <Alert color="yellow" title={t("unknown", { count: scene.unknown.length })}>
          {scene.unknown.join(", ")}
        </Alert>
      )}
      <Legend edges={scene.edges} shown={state.types} onShow={(types) => update({ types })} />
      <LensLegend lens={state.lens} nodes={scene.nodes} start={start} />
      <Grid gap="sm">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Suspense fallback={<Skeleton className={classes.canvas} />}>
            {layout && !isLoading ? (
              <Canvas
                scene={scene}
                places={layout.places}
                fitKey={layout.key}
                lens={state.lens}
                starts={starts}
                expanded={expanded}
                held={hands.held}
                look={hands.look}
                isStale={isStale}
                onPick={hands.pick}
                onPickEdge={hands.pickEdge}
                onPickNothing={hands.clear}
                onExpand={hands.expand}
                onLink={hands.link}
                onFocusCard={hands.setActive}
                onKey={hands.pressed}
                onTidy={hands.tidy}
              />
            ) : (
              <Skeleton className={classes.canvas} />
            )}
          </Suspense>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="sm">
            <SelectionBar
              scene={scene}
              selected={selected}
              edge={edge}
              expanded={expanded}
              linkFrom={linkFrom}
              onExpand={hands.expand}
              onLinkAt={hands.linkAt}
              onLink={hands.link}
              onPath={openPath}
              onCancel={hands.cancelLink}
              onClear={hands.clear}
              onRemove={remove.mutate}
            />
            {isLoading ? (
              <Skeleton height={320} radius="lg" />
            ) : (
              <Paper p="xs">
                <Twin
                  scene={scene}
                  isStale={isStale}
                  expanded={expanded}
                  selected={selected}
                  selectedEdges={selectedEdges}
                  linkFrom={linkFrom}
                  tab={hands.tab}
                  onTab={hands.setTab}
                  onSelect={hands.select}
                  onSelectEdges={hands.selectEdges}
                  onFind={hands.find}
                  onExpand={hands.expand}
                  onLinkAt={hands.linkAt}
                  onRemove={remove.mutate}
                />
              </Paper>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      {scene.edges.length > LINES_MAX && <Text size="sm">{t("cut", { count: LINES_MAX })}</Text>}
      <LeftOut scene={scene} limit={state.limit} update={update} />
      {pair && <LinkDialog scene={scene} pair={pair} onClose={hands.closePair} />}
    </Stack>
  );
}

/** Says how large the scene is whenever that changes. */
function useCountAnnounced(scene: Scene, isStale: boolean) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const said = useRef("");
  useEffect(() => {
    if (isStale || scene.nodes.length === 0) return;
    const text = t("shown", { products: scene.nodes.length, relations: scene.edges.length });
    if (said.current !== text) announce(text);
    said.current = text;
  }, [scene, isStale, announce, t]);
}

/** What the limit cut, in groups. */
function LeftOut({ scene, limit, update }: { scene: Scene; limit: number; update: UpdateScene }) {
  const t = useTexts(texts);
  const formats = useFormats();
  if (scene.leftOut.length === 0) return null;
  const count = scene.leftOut.reduce((all, { products }) => all + products, 0);
  const next = LIMITS.find((one) => one > limit);
  return (
    <Group gap="xs">
      <Text size="sm">{t("leftOut", { limit: Math.min(LIMIT_MAX, scene.nodes.length), count })}</Text>
      {scene.leftOut.map(({ category, products }) => (
        <Badge
          key={category ?? ""}
          variant="default"
          style={{ height: "auto", whiteSpace: "normal", minHeight: 24 }}
          {...(category && { component: Link, to: `/products?category=${encodeURIComponent(category)}` })}
        >
          {category ?? t("none")} · {formats.number(products)}
        </Badge>
      ))}
      {next !== undefined && (
        <Button size="compact-sm" variant="default" onClick={() => update({ limit: next })}>
          {t("more", { count: next })}
        </Button>
      )}
    </Group>
  );
}

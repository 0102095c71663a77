import { SegmentedControl } from "@mantine/core";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";
import { Cycles } from "./cycles";
import { useSceneState, VIEWS, type View } from "./scene-url";
import { SceneView } from "./scene-view";

const texts = defineTexts({
  en: {
    title: "Graph",
    text: "See what leads where, and link products by sight.",
    view: "View",
    scene: "Scene",
    cycles: "Circles",
  },
  de: {
    title: "Graph",
    text: "Sehen, was wohin führt, und Produkte auf Sicht verknüpfen.",
    view: "Ansicht",
    scene: "Szene",
    cycles: "Kreise",
  },
});

/** The shop as a graph: a scene to walk through, and the circles in it. */
export default function Screen() {
  const t = useTexts(texts);
  const [state, update] = useSceneState();
  return (
    <Page
      title={t("title")}
      text={t("text")}
      actions={
        <SegmentedControl
          aria-label={t("view")}
          value={state.view}
          onChange={(view) => update({ view: view as View })}
          data={VIEWS.map((value) => ({ value, label: t(value) }))}
        />
      }
    >
      {state.view === "cycles" ? (
        <Cycles state={state} update={update} />
      ) : (
        <SceneView state={state} update={update} />
      )}
    </Page>
  );
}

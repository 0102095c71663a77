import { useEffect, useRef, useState } from "react";
import type { Point } from "./card";
import type { LayoutQuestion } from "./layout";
import type { Scene } from "./scene";

export type Places = Record<string, Point>;

/** Places, and for which key they were made. */
export interface Layout {
  key: string;
  places: Places;
}

interface Answer {
  turn: number;
  places: Places;
}

/**
 * The places of a scene's products, computed by a worker. As long as `key` stays the same, products that
 * have a place keep it; another key lays everything out anew.
 */
export function useLayout(scene: Scene, key: string): Layout | undefined {
  const worker = useRef<Worker | null>(null);
  const turn = useRef(0);
  const known = useRef<{ key: string; places: Places }>({ key: "", places: {} });
  const [layout, setLayout] = useState<Layout>();

  useEffect(() => {
    const started = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    worker.current = started;
    return () => {
      worker.current = null;
      started.terminate();
    };
  }, []);

  useEffect(() => {
    if (scene.nodes.length === 0) return;
    const placed = known.current.key === key ? known.current.places : {};
    const question: LayoutQuestion = {
      nodes: scene.nodes.map(({ sku, depth }) => ({ id: sku, depth })),
      edges: scene.edges.map(({ source, target }) => ({ source, target })),
      placed,
    };
    turn.current += 1;
    const asked = turn.current;
    const at = worker.current;
    if (!at) return;
    const answered = ({ data }: MessageEvent<Answer>) => {
      if (data.turn !== asked) return;
      at.removeEventListener("message", answered);
      // Products that are hidden for the moment find their place again.
      known.current = { key, places: { ...placed, ...data.places } };
      setLayout({ key, places: data.places });
    };
    at.addEventListener("message", answered);
    at.postMessage({ turn: asked, question });
    return () => at.removeEventListener("message", answered);
  }, [scene, key]);

  return layout;
}

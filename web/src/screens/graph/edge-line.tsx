import type { Edge, EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { TypeLook } from "~/components/relation-type";
import type { Line } from "./geometry";
import classes from "./graph.module.css";

/** What a line of the scene shows: colour, dash and letter say its type, the width its weight. */
export interface LineData extends Record<string, unknown> {
  line: Line;
  color: string;
  dash: string | undefined;
  letter: string;
  width: number;
  emphasis: "strong" | "usual" | "quiet" | "faded";
  /** The id of its arrow head. */
  head: string;
  title: string;
}

export type LineEdge = Edge<LineData, "relation">;

/** The id of the arrow head of a type. */
export function headOf(type: string): string {
  return `head-${type.replace(/[^a-z0-9_-]/gi, "-")}`;
}

/** The arrow heads of all types, once for the scene. */
export function ArrowHeads({ looks }: { looks: TypeLook[] }) {
  return (
    <svg width={0} height={0} aria-hidden style={{ position: "absolute" }}>
      <defs>
        {looks.map(({ code, color }) => (
          <marker
            key={code}
            id={headOf(code)}
            viewBox="0 0 10 10"
            refX={9}
            refY={5}
            markerWidth={9}
            markerHeight={9}
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0,0 L10,5 L0,10 z" style={{ fill: `var(--mantine-color-${color}-outline)` }} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}

function Relation({ data, id }: EdgeProps<LineEdge>) {
  if (!data) return null;
  const { line, color, dash, letter, width, emphasis, title, head } = data;
  const style = { "--edge": `var(--mantine-color-${color}-outline)`, "--width": `${width}px` };
  const shade = emphasis === "usual" ? undefined : classes[emphasis];
  return (
    <g className={shade} style={style as React.CSSProperties} data-edge={id}>
      <title>{title}</title>
      <path d={line.path} fill="none" stroke="transparent" strokeWidth={18} />
      <path
        d={line.path}
        className={classes.line}
        strokeWidth={width}
        strokeDasharray={dash}
        markerEnd={`url(#${head})`}
      />
      {emphasis !== "quiet" && (
        <g className={classes.badge} transform={`translate(${line.label.x} ${line.label.y})`}>
          <circle r={9} />
          <text>{letter}</text>
        </g>
      )}
    </g>
  );
}

export const EdgeLine = memo(Relation);

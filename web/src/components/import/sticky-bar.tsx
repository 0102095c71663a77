import type { ReactNode } from "react";
import classes from "./sticky-bar.module.css";

/** The way on, always in reach below a long page. */
export function StickyBar({ children }: { children: ReactNode }) {
  return <div className={classes.bar}>{children}</div>;
}

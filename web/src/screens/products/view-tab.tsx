import type { MouseEvent } from "react";
import { stringifySearch } from "~/app/search";
import classes from "./view-tab.module.css";
import { searchOfView } from "./views-api";

interface ViewTabProps {
  name: string;
  query: string;
  /** The code of a saved view. */
  view: string | undefined;
  isCurrent: boolean;
  onShow: () => void;
}

/** A view as a link, so that it can be opened elsewhere and copied. */
export function ViewTab({ name, query, view, isCurrent, onShow }: ViewTabProps) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onShow();
  };
  return (
    <a
      href={`/products${stringifySearch({ ...searchOfView(query), view })}`}
      className={classes.tab}
      aria-current={isCurrent ? "page" : undefined}
      onClick={follow}
    >
      {name}
    </a>
  );
}

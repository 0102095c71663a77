import { useBench } from "./bench";
import { EditDrawer } from "./edit-drawer";
import { focusRow } from "./focus";
import { HideDialog } from "./hide-dialog";
import { LaneDialog } from "./lane-dialog";
import { PinDialog, PositionDialog } from "./place-dialog";
import { WhyDialog } from "./why-dialog";

/** The one dialog about a row that is open. */
export function LaneDialogs() {
  const { dialog, open } = useBench();
  if (!dialog) return null;
  const { kind, row } = dialog;
  const close = () => {
    open(null);
    focusRow(row.id);
  };
  if (kind === "why") return <WhyDialog row={row} onClose={close} />;
  if (kind === "hide") return <HideDialog row={row} onClose={close} />;
  if (kind === "edit") return <EditDrawer row={row} onClose={close} />;
  if (kind === "position") return <PositionDialog row={row} onClose={close} />;
  if (kind === "pin") return <PinDialog row={row} onClose={close} />;
  return <LaneDialog row={row} onClose={close} />;
}

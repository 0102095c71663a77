import { UnstyledButton } from "@mantine/core";
import {
  IconArrowsSort,
  IconClock,
  IconEqual,
  IconMinus,
  IconPencil,
  IconPlus,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { COUNTS, type Count } from "./api";
import classes from "./count-tiles.module.css";
import { countTexts } from "./words";

const texts = defineTexts({
  en: { only: "Show only these" },
  de: { only: "Nur diese zeigen" },
});

const ICONS: Record<Count, TablerIcon> = {
  created: IconPlus,
  updated: IconPencil,
  moved: IconArrowsSort,
  removed: IconMinus,
  unchanged: IconEqual,
  pending: IconClock,
  rejected: IconX,
};

const PAST = {
  created: "wasCreated",
  updated: "wasUpdated",
  moved: "wasMoved",
  removed: "wasRemoved",
  unchanged: "wasUnchanged",
  pending: "wasPending",
  rejected: "wasRejected",
} as const;

interface CountTilesProps {
  counts: Record<Count, number>;
  /** What will be, or what was. */
  tense: "future" | "past";
  /** Leaves out what there is none of. */
  onlySome?: boolean;
  /** Counts whose rows can be shown by themselves. */
  filters?: Count[];
  chosen?: Count | undefined;
  onChoose?: (count: Count | undefined) => void;
}

/** How many of each: what happens, or happened, to the rows of a file. */
export function CountTiles({
  counts,
  tense,
  onlySome = false,
  filters = [],
  chosen,
  onChoose,
}: CountTilesProps) {
  const t = useTexts(countTexts);
  const own = useTexts(texts);
  const formats = useFormats();
  return (
    <div className={classes.tiles}>
      {COUNTS.filter((count) => !onlySome || counts[count] > 0).map((count) => {
        const Icon = ICONS[count];
        const inner = (
          <>
            <span className={`${classes.count} tabular`}>
              <Icon size={16} aria-hidden />
              {formats.number(counts[count])}
            </span>
            <span className={classes.words}>
              {t(tense === "future" ? count : PAST[count], { count: counts[count] })}
            </span>
          </>
        );
        if (!onChoose || !filters.includes(count)) {
          return (
            <div
              key={count}
              className={classes.tile}
              data-none={counts[count] === 0 || undefined}
              data-testid={count}
            >
              {inner}
            </div>
          );
        }
        return (
          <UnstyledButton
            key={count}
            className={classes.tile}
            title={own("only")}
            data-testid={count}
            aria-pressed={chosen === count}
            onClick={() => onChoose(chosen === count ? undefined : count)}
          >
            {inner}
          </UnstyledButton>
        );
      })}
    </div>
  );
}

import type { TypeLook } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import classes from "./relation-counts.module.css";

const texts = defineTexts({
  en: { none: "nothing shown", origins: "{name}: {count, number}" },
  de: { none: "nichts gezeigt", origins: "{name}: {count, number}" },
});

interface RelationCountsProps {
  shown: Record<string, number>;
  /** Every type in the same order in each row, so that counts can be compared by place. */
  looks: TypeLook[];
}

/** How many products are shown of each type: icon, colour and number. Plain elements, because there are hundreds. */
export function RelationCounts({ shown, looks }: RelationCountsProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const words = looks
    .filter(({ code }) => (shown[code] ?? 0) > 0)
    .map(({ code, label }) => `${label} ${shown[code]}`);
  return (
    <>
      <span className="unseen">{words.length > 0 ? formats.list(words) : t("none")}</span>
      <span className={classes.counts} aria-hidden>
        {looks.map(({ code, label, color, Icon }) => {
          const count = shown[code] ?? 0;
          const style =
            count > 0
              ? {
                  background: `var(--mantine-color-${color}-light)`,
                  color: `var(--mantine-color-${color}-light-color)`,
                }
              : undefined;
          return (
            <span
              key={code}
              title={`${label}: ${count}`}
              className={classes.count}
              data-none={count === 0 || undefined}
              style={style}
            >
              <Icon size={14} />
              {formats.number(count)}
            </span>
          );
        })}
      </span>
    </>
  );
}

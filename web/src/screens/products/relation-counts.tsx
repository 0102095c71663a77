import type { TypeLook } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import classes from "./relation-counts.module.css";

const texts = defineTexts({
  en: { none: "nothing shown", origins: "{name}: {count, number}" },
  de: { none: "nichts gezeigt", origins: "{name}: {count, number}" },
});

/** The name of a type's icon on this page. */
function iconId(code: string): string {
  return `type-icon-${code}`;
}

/** Every type's icon once; the counts of all rows only point to it. */
export function TypeIcons({ looks }: { looks: TypeLook[] }) {
  return (
    <svg width={0} height={0} className={classes.icons} aria-hidden>
      {looks.map(({ code, Icon }) => (
        <symbol key={code} id={iconId(code)} viewBox="0 0 24 24">
          <Icon size={24} />
        </symbol>
      ))}
    </svg>
  );
}

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
        {looks.map(({ code, label, color }) => {
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
              <svg width={14} height={14} viewBox="0 0 24 24" aria-hidden>
                <use href={`#${iconId(code)}`} />
              </svg>
              {formats.number(count)}
            </span>
          );
        })}
      </span>
    </>
  );
}

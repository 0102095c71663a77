import { Button, Menu, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type RefObject, useState } from "react";
import type { Catalogue } from "~/components/condition/catalogue";
import { defineTexts, useTexts } from "~/i18n";
import type { Check } from "./api";
import { CheckFields } from "./check-fields";
import { CHECKS, checkTexts, isOfPicks, kindOf } from "./check-words";
import type { Forbids } from "./use-forbids";

const texts = defineTexts({
  en: { add: "Add a check" },
  de: { add: "Prüfpunkt hinzufügen" },
});

interface ChecksFieldsProps {
  checks: Check[];
  /** The checks as they were changed last, which may not be drawn yet. */
  latest: RefObject<Check[] | undefined>;
  catalogue: Catalogue;
  forbids: Forbids;
  problem: (pointer: string) => string | undefined;
  onChange: (checks: Check[]) => void;
}

/** What has to hold of the answers: checks to add, change and remove. */
export function ChecksFields(props: ChecksFieldsProps) {
  const { checks, latest, catalogue, forbids, problem, onChange } = props;
  const t = useTexts(texts);
  const words = useTexts(checkTexts);
  const { ids, remove: removeId } = useIds(checks.length);
  const set = (next: Check[]) => {
    latest.current = next;
    onChange(next);
  };
  const now = () => latest.current ?? checks;
  const add = (check: string) => {
    const name = freeName(words(kindOf(check)), now());
    const forbid = check === "forbid" ? { forbid: "true", types: [] } : {};
    set([...now(), isOfPicks(check) ? { check, name, severity: "fail", ...forbid } : { check, name }]);
  };
  return (
    <Stack>
      {checks.map((check, index) => (
        <CheckFields
          key={ids[index]}
          place={index}
          check={check}
          catalogue={catalogue}
          forbids={forbids}
          problem={(field) => problem(`/checks/${index}/${field}`)}
          onChange={(fields) => set(now().map((one, at) => (at === index ? { ...one, ...fields } : one)))}
          onRemove={() => {
            removeId(index);
            set(now().filter((_, at) => at !== index));
          }}
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            style={{ alignSelf: "start" }}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {t("add")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
          {CHECKS.map((check) => (
            <Menu.Item key={check} onClick={() => add(check)}>
              {words(check)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

/** A name that no other check has: two of a suite may not have the same. */
export function freeName(name: string, checks: Check[]): string {
  const taken = new Set(checks.map((check) => check.name));
  for (let count = 1; ; count++) {
    const free = count === 1 ? name : `${name} ${count}`;
    if (!taken.has(free)) return free;
  }
}

let made = 0;

/** A name for each place, which stays with what stands there when another is removed. */
function useIds(count: number) {
  const [ids, setIds] = useState<number[]>([]);
  if (ids.length !== count) {
    const next = ids.slice(0, count);
    while (next.length < count) next.push(++made);
    setIds(next);
  }
  return { ids, remove: (index: number) => setIds(ids.filter((_, at) => at !== index)) };
}

import { Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { Condition } from "~/components/condition/condition";
import { type Catalogues, WithCatalogues } from "~/components/condition/condition-parts";
import { useConditions } from "~/components/condition/use-conditions";
import { useEditorKeys } from "~/components/condition/use-editor-keys";
import { type Condition as Named, nameOrCode } from "~/components/document/api";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { History } from "~/components/document/history";
import { NEW, useEditor } from "~/components/document/use-editor";
import { Page } from "~/components/page";
import { useTexts } from "~/i18n";
import { HoldsPanel } from "./condition-holds";
import { Readers } from "./condition-readers";
import { conditionTexts } from "./condition-texts";
import { NameFields } from "./name-fields";
import classes from "./rules.module.css";
import { useProblem } from "./use-problem";

const FIELDS = ["/code", "/name", "/condition", "/condition_tree"];
const EMPTY: Named = { code: "", name: "", condition: "true" };

/** One condition with a name: what it asks, what it takes in, who reads it. */
export default function Screen() {
  const t = useTexts(conditionTexts);
  const { code = NEW } = useParams({ strict: false }) as { code?: string };
  return (
    <Page title={t("condition")} trail={[{ label: t("conditions"), to: "/conditions" }]}>
      <WithCatalogues noun="conditions">
        {(catalogues) => <Editor key={code} code={code} catalogues={catalogues} />}
      </WithCatalogues>
    </Page>
  );
}

function Editor({ code, catalogues }: { code: string; catalogues: Catalogues }) {
  const t = useTexts(conditionTexts);
  const known = t as (key: string) => string;
  const fieldLabel = (field: string) => (field in conditionTexts.en ? known(field) : field);
  const settle = useRef(async (draft: Named) => draft);
  const editor = useEditor({
    noun: "conditions",
    code,
    empty: EMPTY,
    nameOf: nameOrCode,
    list: "/conditions",
    settle: (draft) => settle.current(draft),
    afterMaking: (code) => `/conditions/${encodeURIComponent(code)}`,
  });
  const { change, isNew } = editor;
  const draft = editor.draft ?? EMPTY;
  const conditions = useConditions({
    noun: "conditions",
    draft,
    isNew,
    change: (texts) => change(texts as Partial<Named>),
    catalogues,
  });
  settle.current = conditions.settle;
  const problem = useProblem(editor, conditions.problems);
  const { found, isSettled, isUntouched } = conditions;
  useEditorKeys();
  return (
    <div className={classes.sides}>
      <EditorFrame editor={editor} newTitle={t("newCondition")} fields={FIELDS} fieldLabel={fieldLabel}>
        <Fieldset legend={t("basics")}>
          <NameFields editor={editor} problem={problem} example="premium" />
        </Fieldset>
        <Fieldset>
          <Condition
            name="condition"
            title={t("ask")}
            help={t("askHelp", { asked: `source.is('${draft.code || "premium"}')` })}
            conditions={conditions}
            catalogue={catalogues.condition}
            text={draft.condition}
          />
        </Fieldset>
      </EditorFrame>
      <Stack className={classes.side}>
        <HoldsPanel holds={found?.holds} isUntouched={isUntouched} isWaiting={!isSettled} />
        {!isNew && <Readers readers={found?.readers ?? []} count={found?.readerCount ?? 0} />}
        {!isNew && <History noun="conditions" code={code} fieldLabel={fieldLabel} />}
      </Stack>
    </div>
  );
}

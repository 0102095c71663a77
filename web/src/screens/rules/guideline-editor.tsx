import { MultiSelect } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { Condition } from "~/components/condition/condition";
import { type Catalogues, WithCatalogues } from "~/components/condition/condition-parts";
import { useConditions } from "~/components/condition/use-conditions";
import { useEditorKeys } from "~/components/condition/use-editor-keys";
import { nameOrCode } from "~/components/document/api";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { History } from "~/components/document/history";
import { NEW, useEditor } from "~/components/document/use-editor";
import { Page } from "~/components/page";
import { useRelationTypes } from "~/components/relation-type";
import { useTexts } from "~/i18n";
import type { Guideline } from "./api";
import { NameFields } from "./name-fields";
import { RuleStatus } from "./rule-status";
import { ruleTexts } from "./rule-texts";
import classes from "./rules.module.css";
import { StatusActions } from "./status-actions";
import { TestDraft } from "./test-draft";
import { useProblem } from "./use-problem";

const FIELDS = ["/code", "/name", "/types", "/forbid", "/forbid_tree"];
const EMPTY: Guideline = { code: "", name: "", status: "draft", types: [], forbid: "true" };

/** One guideline: what must never be shown together. */
export default function Screen() {
  const t = useTexts(ruleTexts);
  const { code = NEW } = useParams({ strict: false }) as { code?: string };
  return (
    <Page title={t("guideline")} trail={[{ label: t("guidelines"), to: "/guidelines" }]}>
      <WithCatalogues noun="guidelines">
        {(catalogues) => <Editor key={code} code={code} catalogues={catalogues} />}
      </WithCatalogues>
    </Page>
  );
}

function Editor({ code, catalogues }: { code: string; catalogues: Catalogues }) {
  const t = useTexts(ruleTexts);
  const { types, look } = useRelationTypes();
  const settle = useRef(async (draft: Guideline) => draft);
  const editor = useEditor({
    noun: "guidelines",
    code,
    empty: EMPTY,
    nameOf: nameOrCode,
    list: "/guidelines",
    settle: (draft) => settle.current(draft),
    afterMaking: (code) => `/guidelines/${encodeURIComponent(code)}`,
  });
  const { change, isNew } = editor;
  const draft = editor.draft ?? EMPTY;
  const conditions = useConditions({
    noun: "guidelines",
    draft,
    isNew,
    change: (texts) => change(texts as Partial<Guideline>),
    catalogues,
  });
  settle.current = conditions.settle;
  const problem = useProblem(editor, conditions.problems);
  const known = t as (key: string) => string;
  const fieldLabel = (field: string) => (field in ruleTexts.en ? known(field) : field);
  useEditorKeys();
  return (
    <div className={classes.sides}>
      <EditorFrame
        editor={editor}
        newTitle={t("newGuideline")}
        fields={FIELDS}
        fieldLabel={fieldLabel}
        badge={<RuleStatus status={draft.status} />}
        saveLabel={draft.status === "draft" || isNew ? t("saveDraft") : undefined}
        actions={
          <>
            <TestDraft noun="guidelines" editor={editor} code={code} />
            <StatusActions editor={editor} />
          </>
        }
      >
        <Fieldset legend={t("basics")}>
          <NameFields editor={editor} problem={problem} example="no-cosy-with-acme" />
          <MultiSelect
            label={t("types")}
            description={t("typesHelp")}
            data={types.map(({ code = "" }) => ({ value: code, label: look(code).label }))}
            value={draft.types ?? []}
            error={problem("/types")}
            onChange={(types) => change({ types })}
          />
        </Fieldset>
        <Fieldset>
          <Condition
            name="forbid"
            title={t("forbid")}
            help={t("forbidHelp")}
            conditions={conditions}
            catalogue={catalogues.forbid}
            text={draft.forbid}
          />
        </Fieldset>
      </EditorFrame>
      {!isNew && (
        <div className={classes.side}>
          <History noun="guidelines" code={code} fieldLabel={fieldLabel} />
        </div>
      )}
    </div>
  );
}

import { Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { TypeSelect } from "~/components/bulk/type-select";
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
import { useTexts } from "~/i18n";
import type { Rule } from "./api";
import { adds, EffectField } from "./effect-field";
import { NameFields } from "./name-fields";
import { OfferFields } from "./offer-fields";
import { OrderFields } from "./order-fields";
import { PreviewPanel } from "./preview-panel";
import { RuleStatus } from "./rule-status";
import { ruleTexts } from "./rule-texts";
import classes from "./rules.module.css";
import { ScopeFields } from "./scope-fields";
import { WithStart } from "./start";
import { StatusActions } from "./status-actions";
import { TestDraft } from "./test-draft";
import { triedRule } from "./tried-rule";
import { useProblem } from "./use-problem";

const FIELDS = [
  "/code",
  "/name",
  "/type",
  "/match",
  "/show",
  "/when",
  "/match_tree",
  "/show_tree",
  "/when_tree",
  "/effect",
  "/order_by",
  "/limit",
  "/minimum",
  "/weight",
  "/priority",
  "/offer",
  "/channels",
  "/locales",
  "/segments",
  "/valid_from",
  "/valid_until",
];
const CONDITIONS = ["match", "show", "when"] as const;

/** One rule, on one page: what it says as a form, and what it would do beside it. */
export default function Screen() {
  const t = useTexts(ruleTexts);
  const { code = NEW } = useParams({ strict: false }) as { code?: string };
  return (
    <Page title={t("rule")} trail={[{ label: t("rules"), to: "/rules" }]}>
      <WithCatalogues noun="rules">
        {(catalogues) => (
          <WithStart code={code}>
            {(start) => <Editor key={code} code={code} start={start} catalogues={catalogues} />}
          </WithStart>
        )}
      </WithCatalogues>
    </Page>
  );
}

interface EditorProps {
  code: string;
  /** What a new rule begins with. */
  start: { rule: Rule; isFilled: boolean };
  catalogues: Catalogues;
}

function Editor({ code, start, catalogues }: EditorProps) {
  const t = useTexts(ruleTexts);
  const known = t as (key: string) => string;
  const fieldLabel = (field: string) => (field in ruleTexts.en ? known(field) : field);
  const settle = useRef(async (draft: Rule) => draft);
  const editor = useEditor({
    noun: "rules",
    code,
    empty: start.rule,
    isFilled: start.isFilled,
    nameOf: nameOrCode,
    list: "/rules",
    settle: (draft) => settle.current(draft),
    afterMaking: (code) => `/rules/${encodeURIComponent(code)}`,
  });
  const { change, isNew } = editor;
  const draft = editor.draft ?? start.rule;
  const conditions = useConditions({
    noun: "rules",
    draft,
    isNew: isNew && !start.isFilled,
    change: (texts) => change(texts as Partial<Rule>),
    catalogues,
  });
  settle.current = conditions.settle;
  const problem = useProblem(editor, conditions.problems);
  const { asked, found, isSettled } = conditions;
  const tried = useMemo(() => triedRule({ asked, found, isSettled }), [asked, found, isSettled]);
  const form = { draft, change, problem };
  useEditorKeys();
  return (
    <div className={classes.sides}>
      <EditorFrame
        editor={editor}
        newTitle={t("newRule")}
        fields={FIELDS}
        fieldLabel={fieldLabel}
        badge={<RuleStatus status={draft.status} />}
        saveLabel={draft.status === "draft" || isNew ? t("saveDraft") : undefined}
        actions={
          <>
            <TestDraft noun="rules" editor={editor} code={code} />
            <StatusActions editor={editor} />
          </>
        }
      >
        <Basics editor={editor} draft={draft} problem={problem} />
        {CONDITIONS.map((name) => (
          <Fieldset key={name}>
            <Condition
              name={name}
              title={t(name)}
              help={t(`${name}Help`)}
              conditions={conditions}
              catalogue={catalogues[name]}
              text={draft[name] ?? ""}
            />
          </Fieldset>
        ))}
        <Fieldset legend={t(adds(draft) ? "orderAndLimit" : "priority")}>
          <OrderFields {...form} catalogue={catalogues.show} />
        </Fieldset>
        {adds(draft) && (
          <Fieldset legend={t("offer")}>
            <OfferFields {...form} />
          </Fieldset>
        )}
        <Fieldset legend={t("scope")}>
          <ScopeFields {...form} />
        </Fieldset>
      </EditorFrame>
      <Stack className={classes.side}>
        <PreviewPanel rule={tried} isWaiting={!isSettled} isUntouched={conditions.isUntouched} />
        {!isNew && <History noun="rules" code={code} fieldLabel={fieldLabel} />}
      </Stack>
    </div>
  );
}

type RuleEditor = ReturnType<typeof useEditor<"rules">>;

interface BasicsProps {
  editor: RuleEditor;
  draft: Rule;
  problem: (pointer: string) => string | undefined;
}

function Basics({ editor, draft, problem }: BasicsProps) {
  const t = useTexts(ruleTexts);
  const { change } = editor;
  return (
    <Fieldset legend={t("basics")}>
      <NameFields editor={editor} problem={problem} example="socks-with-shoes" />
      <TypeSelect value={draft.type} onChange={(type) => change({ type })} />
      <EffectField draft={draft} change={change} problem={problem} />
    </Fieldset>
  );
}

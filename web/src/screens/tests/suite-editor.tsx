import { Button, Skeleton, Switch, TextInput } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { type Catalogues, WithCatalogues } from "~/components/condition/condition-parts";
import { useEditorKeys } from "~/components/condition/use-editor-keys";
import { nameOrCode } from "~/components/document/api";
import { EditorFrame } from "~/components/document/editor-frame";
import { Fieldset } from "~/components/document/fieldset";
import { History } from "~/components/document/history";
import { useEditor } from "~/components/document/use-editor";
import { fromField, toField } from "~/components/lane/moment";
import { Page } from "~/components/page";
import { useTexts } from "~/i18n";
import type { TestSuite } from "./api";
import { AsksFields } from "./asks-fields";
import { ChecksFields } from "./checks-fields";
import { SampleFields } from "./sample-fields";
import { suiteTexts } from "./suite-texts";
import { testTexts } from "./test-page";
import classes from "./tests.module.css";
import { useForbids } from "./use-forbids";

const EMPTY: TestSuite = {};

/** One saved suite: its products, its places, and what has to hold. */
export default function Screen() {
  const t = useTexts(testTexts);
  const { code = "" } = useParams({ strict: false }) as { code?: string };
  return (
    <Page
      title={t("suite")}
      trail={[
        { label: t("title"), to: "/tests" },
        { label: t("suites"), to: "/tests/suites" },
      ]}
    >
      <WithCatalogues noun="guidelines">
        {(catalogues) => <Editor key={code} code={code} catalogues={catalogues} />}
      </WithCatalogues>
    </Page>
  );
}

function Editor({ code, catalogues }: { code: string; catalogues: Catalogues }) {
  const t = useTexts(suiteTexts);
  const forbids = useForbids();
  const editor = useEditor({
    noun: "test-suites",
    code,
    empty: EMPTY,
    nameOf: nameOrCode,
    list: "/tests/suites",
    settle: forbids.settle,
  });
  const { draft, change, problem } = editor;
  const known = t as (key: string) => string;
  const fieldLabel = (field: string) => (field in suiteTexts.en ? known(field) : field);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Set while a check is added or changed, so that two changes of one moment do not undo one another.
  const latest = useRef<TestSuite["checks"]>(undefined);
  latest.current = draft?.checks;
  useEditorKeys();
  return (
    <div className={classes.wideFirst}>
      <EditorFrame
        editor={editor}
        fields={shownBy(draft)}
        fieldLabel={fieldLabel}
        actions={<RunButton code={code} />}
      >
        <Fieldset legend={t("basics")}>
          <TextInput
            label={t("name")}
            value={draft?.name ?? ""}
            error={problem("/name")}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Switch
            label={t("requiredLabel")}
            description={t("requiredHelp")}
            checked={draft?.required ?? false}
            error={problem("/required")}
            onChange={(event) => change({ required: event.currentTarget.checked })}
          />
        </Fieldset>
        <Fieldset legend={t("sample")}>
          <SampleFields
            by={draft?.sample?.by ?? "all"}
            sample={draft?.sample ?? {}}
            isOptional={false}
            problem={problem}
            onChange={(by = "all", sample) => change({ sample: { ...sample, by } })}
          />
          <TextInput
            type="datetime-local"
            label={t("at")}
            description={t("atHelp", { zone })}
            value={toField(draft?.at)}
            error={problem("/at")}
            onChange={(event) => change({ at: fromField(event.currentTarget.value) })}
          />
        </Fieldset>
        <Fieldset legend={t("asks")}>
          <AsksFields asks={draft?.asks ?? []} problem={problem} onChange={(asks) => change({ asks })} />
        </Fieldset>
        <Fieldset legend={t("checks")}>
          {draft ? (
            <ChecksFields
              checks={draft.checks ?? []}
              latest={latest}
              catalogue={catalogues.forbid}
              forbids={forbids}
              problem={problem}
              onChange={(checks) => change({ checks })}
            />
          ) : (
            <Skeleton height={200} />
          )}
        </Fieldset>
      </EditorFrame>
      <History noun="test-suites" code={code} fieldLabel={fieldLabel} />
    </div>
  );
}

function RunButton({ code }: { code: string }) {
  const t = useTexts(suiteTexts);
  return (
    <Button
      component={Link}
      to="/tests"
      search={{ suite: code } as never}
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
    >
      {t("run")}
    </Button>
  );
}

const SAMPLE = ["by", "category", "skus", "size"];
const ASK = ["placement", "types", "channel", "locale", "segments", "limit"];
const CHECK = ["name", "severity", "forbid", "types", "items", "warn", "fail"];

/** The places of a suite that have a field to show what is wrong with them. */
function shownBy(suite: TestSuite | undefined): string[] {
  return [
    "/name",
    "/required",
    "/at",
    ...SAMPLE.map((field) => `/sample/${field}`),
    ...(suite?.asks ?? []).flatMap((_, index) => ASK.map((field) => `/asks/${index}/${field}`)),
    ...(suite?.checks ?? []).flatMap((_, index) => CHECK.map((field) => `/checks/${index}/${field}`)),
  ];
}

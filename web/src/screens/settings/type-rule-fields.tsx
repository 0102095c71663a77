import { Checkbox, Group, NumberInput, Select, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fieldset } from "~/components/document/fieldset";
import { useRelationTypes } from "~/components/relation-type";
import { useTexts } from "~/i18n";
import { listQuery } from "./api";
import { LAWS, lawOf, lawTexts } from "./laws";
import type { TypeFormProps } from "./type-editor";
import { typeTexts } from "./type-texts";

const ATTRIBUTE = "attributes.";

/** Weight, circles, the back way, and where the type is shown. */
export function RuleFields({ editor, draft }: TypeFormProps) {
  const t = useTexts(typeTexts);
  const { change, problem } = editor;
  const { types, look } = useRelationTypes();
  const placements = useQuery(listQuery("placements"));
  const others = types.map(({ code }) => code ?? "").filter((code) => code !== draft.code);
  return (
    <>
      <Fieldset legend={t("rules")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t("default_weight")}
            description={t("weightHelp")}
            value={draft.default_weight ?? 0}
            error={problem("/default_weight")}
            step={0.1}
            decimalScale={3}
            onChange={(weight) => change({ default_weight: Number(weight) })}
          />
          <NumberInput
            label={t("max_per_product")}
            value={draft.max_per_product ?? 50}
            error={problem("/max_per_product")}
            allowDecimal={false}
            onChange={(max) => change({ max_per_product: Number(max) })}
          />
        </SimpleGrid>
        <LawFields editor={editor} draft={draft} />
        <Switch
          label={t("symmetric")}
          description={t("symmetricHelp")}
          checked={draft.symmetric ?? false}
          error={problem("/symmetric")}
          onChange={(event) => {
            const symmetric = event.currentTarget.checked;
            change(symmetric ? { symmetric, inverse: null } : { symmetric });
          }}
        />
        {!draft.symmetric && (
          <Select
            label={t("inverse")}
            description={t("inverseHelp")}
            value={draft.inverse ?? ""}
            error={problem("/inverse")}
            allowDeselect={false}
            data={[
              { value: "", label: t("none") },
              ...others.map((code) => ({ value: code, label: look(code).label })),
            ]}
            onChange={(inverse) => change({ inverse: inverse || null })}
          />
        )}
      </Fieldset>
      <Fieldset legend={t("where")}>
        <Checkbox.Group
          inputWrapperOrder={["label", "description", "input", "error"]}
          label={t("placements")}
          description={t("placementsHelp")}
          value={draft.placements ?? []}
          error={problem("/placements")}
          onChange={(chosen) => change({ placements: chosen })}
        >
          <Group mt="xs" gap="md">
            {(placements.data?.items ?? []).map(({ code = "", name }) => (
              <Checkbox key={code} value={code} label={name ?? code} />
            ))}
          </Group>
        </Checkbox.Group>
      </Fieldset>
    </>
  );
}

function LawFields({ editor, draft }: TypeFormProps) {
  const t = useTexts(typeTexts);
  const law = useTexts(lawTexts);
  const { change, problem } = editor;
  const chosen = lawOf(draft.cycle_law);
  const isAttribute = draft.potential?.startsWith(ATTRIBUTE) ?? false;
  return (
    <>
      <Select
        label={t("cycle_law")}
        description={law(`${chosen}Help`)}
        value={chosen}
        error={problem("/cycle_law")}
        allowDeselect={false}
        data={LAWS.map((value) => ({ value, label: law(value) }))}
        onChange={(value) => {
          const cycle_law = lawOf(value);
          change({ cycle_law, potential: cycle_law === "order" ? (draft.potential ?? "price") : null });
        }}
      />
      {chosen === "order" && (
        <Group align="flex-start" grow>
          <Select
            label={t("potential")}
            value={isAttribute ? "attribute" : "price"}
            error={isAttribute ? undefined : problem("/potential")}
            allowDeselect={false}
            data={[
              { value: "price", label: t("price") },
              { value: "attribute", label: t("attribute") },
            ]}
            onChange={(value) => change({ potential: value === "attribute" ? ATTRIBUTE : "price" })}
          />
          {isAttribute && (
            <TextInput
              label={t("attributeName")}
              value={draft.potential?.slice(ATTRIBUTE.length) ?? ""}
              error={problem("/potential")}
              onChange={(event) => change({ potential: `${ATTRIBUTE}${event.currentTarget.value}` })}
            />
          )}
        </Group>
      )}
    </>
  );
}

import { NumberInput } from "@mantine/core";
import { useLanguage } from "~/i18n";
import { isShare } from "./check-words";

interface BoundFieldProps {
  label: string;
  /** The check that it is a bound of: shares are written in percent, times in milliseconds. */
  check: string;
  value: number | null | undefined;
  error: string | undefined;
  onChange: (value: number | null) => void;
}

/** Digits of a share in percent; more would be noise of the arithmetic. */
const DIGITS = 6;

/** A bound; empty is none. */
export function BoundField({ label, check, value, error, onChange }: BoundFieldProps) {
  const { language } = useLanguage();
  const factor = isShare(check) ? 100 : 1;
  const round = (number: number) => Number(number.toFixed(DIGITS));
  const unit = isShare(check) ? " %" : check.endsWith("_ms") ? " ms" : "";
  return (
    <NumberInput
      label={label}
      value={typeof value === "number" ? round(value * factor) : ""}
      error={error}
      min={0}
      clampBehavior="none"
      suffix={unit}
      decimalSeparator={language === "de" ? "," : "."}
      onChange={(next) => onChange(typeof next === "number" ? round(next / factor) : null)}
    />
  );
}

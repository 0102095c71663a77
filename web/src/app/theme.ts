import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from "@mantine/core";

/** The one accent of the app, a calm blue. */
const brand: MantineColorsTuple = [
  "#eef4fb",
  "#dbe7f5",
  "#b6cdea",
  "#8db1de",
  "#6b99d4",
  "#558acd",
  "#4079c4",
  "#2f66ad",
  "#265796",
  "#1b477f",
];

/** Names of colours that relation types and states use. */
export const COLORS = [
  "blue",
  "teal",
  "green",
  "lime",
  "yellow",
  "orange",
  "red",
  "pink",
  "grape",
  "violet",
  "indigo",
  "cyan",
  "gray",
] as const;
export type ColorName = (typeof COLORS)[number];

const FONTS = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: { light: 8, dark: 7 },
  colors: { brand },
  defaultRadius: "md",
  fontFamily: FONTS,
  headings: {
    fontFamily: FONTS,
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.3" },
      h2: { fontSize: "1.125rem", lineHeight: "1.4" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  luminanceThreshold: 0.35,
  // By name and not by component: a component named here would be loaded with the frame.
  components: {
    Button: { defaultProps: { size: "sm" } },
    Badge: {
      defaultProps: { variant: "light", radius: "sm" },
      // A long text wraps; it is never cut.
      styles: {
        root: { height: "auto", minHeight: "var(--badge-height)" },
        label: { textTransform: "none", fontWeight: 600, whiteSpace: "normal", overflow: "visible" },
      },
    },
    Paper: { defaultProps: { withBorder: true, radius: "lg", p: "md" } },
    Modal: {
      defaultProps: { centered: true, radius: "lg", overlayProps: { backgroundOpacity: 0.45 } },
    },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "sm" } },
    Tooltip: { defaultProps: { withArrow: true, multiline: true, maw: 320, openDelay: 300 } },
  },
  variantColorResolver: (input) => defaultVariantColorsResolver(input),
});

/** Every text has a contrast of at least 4.5 to 1 on its ground, in both schemes. */
export const cssVariables: CSSVariablesResolver = (mantine) => {
  const light: Record<string, string> = {
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-anchor": "var(--mantine-color-brand-8)",
    "--relata-canvas": "#f6f7f9",
    "--relata-surface": "#ffffff",
    "--relata-line": "var(--mantine-color-gray-3)",
    "--relata-strong-line": "var(--mantine-color-gray-6)",
  };
  const dark: Record<string, string> = {
    "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-1)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-anchor": "var(--mantine-color-brand-3)",
    "--relata-canvas": "#15171b",
    "--relata-surface": "#1d2026",
    "--relata-line": "#33373f",
    "--relata-strong-line": "#7c838f",
    "--mantine-color-body": "#1d2026",
    "--mantine-color-default": "#242830",
    "--mantine-color-default-border": "#454b56",
  };
  for (const name of Object.keys(mantine.colors)) {
    light[`--mantine-color-${name}-light-color`] = `var(--mantine-color-${name}-9)`;
    light[`--mantine-color-${name}-outline`] = `var(--mantine-color-${name}-9)`;
    light[`--mantine-color-${name}-text`] = `var(--mantine-color-${name}-9)`;
    dark[`--mantine-color-${name}-light-color`] = `var(--mantine-color-${name}-2)`;
    dark[`--mantine-color-${name}-outline`] = `var(--mantine-color-${name}-3)`;
    dark[`--mantine-color-${name}-text`] = `var(--mantine-color-${name}-3)`;
  }
  // The ninth shades of the light hues are too pale on their own tint.
  const deep: Record<string, string> = {
    yellow: "#7a4b00",
    lime: "#3d5c00",
    orange: "#9a3400",
    green: "#1b5e2a",
    teal: "#05614a",
    cyan: "#0b5566",
    red: "#a61e1e",
    pink: "#96204f",
  };
  for (const [name, color] of Object.entries(deep)) {
    light[`--mantine-color-${name}-light-color`] = color;
    light[`--mantine-color-${name}-outline`] = color;
    light[`--mantine-color-${name}-text`] = color;
  }
  return { variables: {}, light, dark };
};

import { useComputedColorScheme } from "@mantine/core";
import { BarChart, type BarSeriesOption } from "echarts/charts";
import {
  AriaComponent,
  type AriaComponentOption,
  GridComponent,
  type GridComponentOption,
  MarkLineComponent,
  type MarkLineComponentOption,
} from "echarts/components";
import { type ComposeOption, type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useFormats } from "~/i18n";

// Only what a bar chart needs comes along; tooltips in HTML would need inline styles, which the page forbids.
use([BarChart, GridComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

type Option = ComposeOption<
  BarSeriesOption | GridComponentOption | MarkLineComponentOption | AriaComponentOption
>;

interface Bar {
  label: string;
  /** 0 to 1. */
  rate: number;
  color: string;
}

interface CoverageChartProps {
  label: string;
  bars: Bar[];
  target: number;
  targetLabel: string;
  height: number;
}

/** Under this width there is room for fewer figures. */
const NARROW = 400;

/** A colour of the theme as a canvas takes it. */
function themeColor(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return value.startsWith("var(") ? themeColor(value.slice(4, -1)) : value;
}

/** Rates as bars with the target as a line. Whoever does not see it has the table with the same figures. */
export default function CoverageChart({ label, bars, target, targetLabel, height }: CoverageChartProps) {
  const scheme = useComputedColorScheme("light");
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);

  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current);
    chart.current = made;
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  const shown = JSON.stringify(bars);
  useEffect(() => {
    const bars = JSON.parse(shown) as Bar[];
    const isNarrow = (box.current?.clientWidth ?? 0) < NARROW;
    const isDark = scheme === "dark";
    const text = themeColor("--mantine-color-text");
    const line = themeColor(isDark ? "--relata-strong-line" : "--mantine-color-gray-4");
    const shade = isDark ? 5 : 6;
    const fontFamily = getComputedStyle(document.body).fontFamily;
    const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const option: Option = {
      animation: !reduced,
      animationDuration: 250,
      textStyle: { fontFamily, color: text },
      aria: { enabled: true, label: { description: label } },
      grid: {
        left: 0,
        right: 56,
        top: 28,
        bottom: 24,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel",
      },
      xAxis: {
        type: "value",
        min: 0,
        max: 1,
        interval: isNarrow ? 0.5 : 0.25,
        axisLabel: { color: text, formatter: (value: number) => formats.percent(value, 0) },
        splitLine: { lineStyle: { color: line, opacity: 0.5 } },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: bars.map((bar) => bar.label),
        // Two lines of a label fit into the height of a bar.
        axisLabel: { color: text, width: isNarrow ? 92 : 130, overflow: "break", lineHeight: 13 },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: line } },
      },
      series: [
        {
          type: "bar",
          barMaxWidth: 18,
          data: bars.map(({ rate, color }) => ({
            value: rate,
            itemStyle: { color: themeColor(`--mantine-color-${color}-${shade}`), borderRadius: [0, 4, 4, 0] },
          })),
          label: {
            show: true,
            position: "right",
            color: text,
            formatter: ({ value }) => formats.percent(Number(value)),
          },
          markLine: {
            silent: true,
            symbol: "none",
            data: [{ xAxis: target }],
            lineStyle: { color: text, type: "dashed", width: 1.5 },
            label: { color: text, position: "start", formatter: `${targetLabel} ${formats.percent(target)}` },
          },
        },
      ],
    };
    chart.current?.setOption(option, { notMerge: true });
    chart.current?.resize();
  }, [shown, target, targetLabel, label, scheme, formats]);

  return <div ref={box} style={{ height }} data-testid="chart" />;
}

import { type ProblemDetail, ProblemError } from "~/api/problem";
import type { Job } from "~/api/types";
import type { Report } from "./api";

/** What a job says of its work while it goes on and at its end. */
export interface JobDetail {
  stage: string | null;
  file: string | null;
  imports: string[];
  files: Report[];
  problems: ProblemDetail[];
}

function list<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

/** The detail of an import's job; what is not there yet is empty. */
export function detailOf(job: Job): JobDetail {
  const detail = (job.detail ?? {}) as Record<string, unknown>;
  return {
    stage: typeof detail.stage === "string" && detail.stage !== "" ? detail.stage : null,
    file: typeof detail.file === "string" && detail.file !== "" ? detail.file : null,
    imports: list<string | number>(detail.imports).map(String),
    files: list<Report>(detail.files),
    problems: list<ProblemDetail>(detail.problems),
  };
}

/** How much of a job is done, from 0 to 1; unknown where nobody knows how much there is. */
export function shareOf(job: Job): number | null {
  const { progress_done, progress_total } = job;
  if (progress_total === null || progress_total === undefined || progress_total <= 0) return null;
  return Math.min(1, progress_done / progress_total);
}

/** Why a job broke off, as a problem that can be shown. */
export function failureOf(job: Job): ProblemError {
  const { problems } = detailOf(job);
  const [first] = problems;
  return new ProblemError(first?.message ?? job.state, 422, first?.code ?? "internal", problems, null);
}

/** The import that a report of a job is of. */
export function importOf({ imports, files }: JobDetail, report: Report): string | null {
  return report.id ?? imports[files.indexOf(report)] ?? null;
}

/** One thing that is wrong with what was sent. */
export interface ProblemDetail {
  code: string;
  message: string;
  hint?: string | null;
  pointer?: string | null;
  row?: number | null;
  column?: string | null;
  /** The thing that it is about, such as a SKU. */
  subject?: string | null;
  /** The products of a circle, the first again at the end. */
  path?: string[] | null;
  severity?: string | null;
}

/** An RFC 9457 document. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: ProblemDetail[];
}

/** A call that did not succeed, with everything that the server said about it. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: ProblemDetail[];
  /** Under which the server's log knows the request. */
  readonly requestId: string | null;

  constructor(
    message: string,
    status: number,
    code: string,
    problems: ProblemDetail[],
    requestId: string | null,
  ) {
    super(message);
    this.name = "ProblemError";
    this.status = status;
    this.code = code;
    this.problems = problems;
    this.requestId = requestId;
  }

  static of(response: Response, problem: Problem | undefined): ProblemError {
    const message = problem?.detail ?? problem?.title ?? `${response.status} ${response.statusText}`;
    return new ProblemError(
      message,
      response.status,
      problem?.code ?? "internal",
      problem?.errors ?? [],
      response.headers.get("x-request-id"),
    );
  }

  static unreachable(cause: unknown): ProblemError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new ProblemError(reason, 0, "unreachable", [], null);
  }

  /** Whether somebody else changed the thing since it was read. */
  get isConflict(): boolean {
    return this.status === 412;
  }

  /** Whether the thing is not there. */
  get isMissing(): boolean {
    return this.status === 404;
  }
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ProblemError(message, 0, "internal", [], null);
}

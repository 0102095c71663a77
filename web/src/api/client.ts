import createClient from "openapi-fetch";
import { type Problem, ProblemError } from "./problem";
import type { paths } from "./schema";

/** The public API, the only thing this app talks to. */
export const api = createClient<paths>({ baseUrl: "" });

/** A thing as read, with the tag that `If-Match` takes and the revision that a write made. */
export interface Read<T> {
  data: T;
  etag: string | null;
  /** The revision of a write; undoing takes it. */
  revision: number | null;
  status: number;
}

interface Result<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** The whole answer of a call; throws a {@link ProblemError} for everything that is not a success. */
export async function read<T>(call: Promise<Result<T>>): Promise<Read<T>> {
  let result: Result<T>;
  try {
    result = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw ProblemError.unreachable(cause);
  }
  const { data, error, response } = result;
  if (!response.ok) throw ProblemError.of(response, error as Problem | undefined);
  const revision = response.headers.get("relata-revision");
  return {
    data: data as T,
    etag: response.headers.get("etag"),
    revision: revision === null ? null : Number(revision),
    status: response.status,
  };
}

/** Only the body of a call. */
export async function body<T>(call: Promise<Result<T>>): Promise<T> {
  return (await read(call)).data;
}

/** A key that makes a request which is sent twice happen once. */
export function idempotencyKey(): Record<"Idempotency-Key", string> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { "Idempotency-Key": Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

import { idempotencyKey } from "~/api/client";
import { type Problem, ProblemError } from "~/api/problem";
import type { Upload } from "./api";

/** How much of a file has gone over, from 0 to 1. */
export type Progress = (share: number) => void;

function problemOf(request: XMLHttpRequest): ProblemError {
  let problem: Problem | undefined;
  try {
    problem = JSON.parse(request.responseText) as Problem;
  } catch {
    // Something between here and the server answered in words of its own.
    problem = undefined;
  }
  const id = request.getResponseHeader("x-request-id");
  const message = problem?.detail ?? problem?.title ?? `${request.status} ${request.statusText}`;
  return new ProblemError(message, request.status, problem?.code ?? "internal", problem?.errors ?? [], id);
}

/** Sends a file to the server; `fetch` cannot say how far it is. */
export function transfer(file: File, progress: Progress, signal: AbortSignal): Promise<Upload> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/uploads?name=${encodeURIComponent(file.name)}`);
    // The browser's own idea of the type says nothing: the server looks into the file.
    request.setRequestHeader("content-type", "application/octet-stream");
    for (const [name, value] of Object.entries(idempotencyKey())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) done(JSON.parse(request.responseText) as Upload);
      else failed(problemOf(request));
    };
    request.onerror = () => failed(ProblemError.unreachable(new Error(file.name)));
    request.onabort = () => failed(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

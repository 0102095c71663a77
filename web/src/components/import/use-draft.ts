import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { saveMapping, type Upload, uploadQuery } from "./api";
import { asMapping, type Draft, isSaved, isWhole, startDraft, suggested } from "./draft";

/** A draft of a mapping, sent as soon as it is whole. */
export function useDraft(upload: Upload) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => startDraft(upload));
  const { mutate, error, isPending, isSuccess, variables } = useMutation({
    // One after the other, in the order in which they were made.
    scope: { id: `mapping-${upload.id}` },
    mutationFn: (next: Draft) => saveMapping(upload.id, asMapping(next)),
    onSuccess: (saved) => client.setQueryData(uploadQuery(upload.id).queryKey, saved),
  });
  // Each draft is sent once: what the server makes of it is its own affair.
  const wasSent = variables === draft;
  const wantsSending = isWhole(upload, draft) && !isSaved(upload, draft) && !wasSent;
  useEffect(() => {
    if (wantsSending) mutate(draft);
  }, [wantsSending, mutate, draft]);
  const setColumn = useCallback(
    (column: string, field: string | null) =>
      setDraft((before) => ({ ...before, columns: { ...before.columns, [column]: field } })),
    [],
  );
  const setContent = useCallback(
    (profile: string, content: string) =>
      setDraft((before) => suggested(upload, { ...before, profile, content, columns: {} })),
    [upload],
  );
  const setDecimalComma = useCallback(
    (decimal_comma: boolean) => setDraft((before) => ({ ...before, decimal_comma })),
    [],
  );
  return {
    draft,
    error: wasSent ? error : null,
    isPending,
    isReady: isWhole(upload, draft) && (wasSent ? isSuccess : isSaved(upload, draft)),
    setColumn,
    setContent,
    setDecimalComma,
  };
}

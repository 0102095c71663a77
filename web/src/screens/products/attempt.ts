import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useAnnounce } from "~/app/announce";
import { useReason } from "~/components/problems";

/** Does something and says so if it fails. */
export function useAttempt(): (work: () => Promise<void>) => Promise<void> {
  const announce = useAnnounce();
  const reason = useReason();
  return useCallback(
    async (work) => {
      try {
        await work();
      } catch (error) {
        const message = reason(error);
        announce(message);
        notifications.show({ color: "red", message });
      }
    },
    [announce, reason],
  );
}

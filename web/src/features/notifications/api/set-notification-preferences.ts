import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { NotificationPreference } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getNotificationPreferences } from './get-notification-preferences';

/** Chooses the channels of one event; shown at once, and taken back where it is refused. */
export function useSetNotificationPreferences() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  const { queryKey } = getNotificationPreferences(organizationId);
  return useMutation({
    mutationFn: ({ event, inApp, email }: NotificationPreference) =>
      unwrap(
        api.PUT('/api/v1/notifications/preferences', { body: { preferences: [{ event, inApp, email }] } }),
      ),
    onMutate: async (chosen) => {
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(
        queryKey,
        (known) =>
          known && {
            ...known,
            preferences: known.preferences.map((each) => (each.event === chosen.event ? chosen : each)),
          },
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import { getMyCalendar } from './get-my-calendar';

export function useRemoveMyCalendar() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/me/calendar')),
    onSuccess: () => queryClient.setQueryData(getMyCalendar(organizationId).queryKey, null),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import { getMyCalendar } from './get-my-calendar';

export function useMakeMyCalendar() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/me/calendar')),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: getMyCalendar(organizationId).queryKey }),
    gcTime: 0, // its address is a secret
  });
}

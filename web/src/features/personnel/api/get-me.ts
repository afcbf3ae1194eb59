import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { holds } from '@/api/permissions';
import { useOrganizationId } from '@/api/use-session';

export const getMe = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'me'],
    queryFn: () => unwrap(api.GET('/api/v1/me')),
    staleTime: 60_000,
  });

/** The caller, read before any page of the frame is shown. */
export function useMe() {
  const { data } = useSuspenseQuery(getMe(useOrganizationId()));
  return {
    ...data,
    can: (permission: string) => holds(data.permissions, permission),
    mayHaveUserToken: data.subject.apiAccessEnabled === true && holds(data.permissions, 'tokens:generate'),
  };
}

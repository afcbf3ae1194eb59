import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Organization, UpdateOrganizationRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getOrganization } from './get-organization';

export function useUpdateOrganization({ version }: Pick<Organization, 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateOrganizationRequest) =>
      unwrap(api.PATCH('/api/v1/organization', { params: { header: { 'If-Match': `"${version}"` } }, body })),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getOrganization(organizationId).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: [organizationId] });
    },
  });
}

import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { ApplicationResource } from '@/api/types';

/** Which roles and tokens would lose permissions, by organization. Nothing is changed. */
export function usePreviewApplication(id: string) {
  return useMutation({
    mutationFn: (body: { resources: ApplicationResource[] } | { delete: true }) =>
      unwrap(
        api.POST('/api/v1/instance/applications/{id}/preview', {
          params: { path: { id } },
          body: { delete: false, ...body },
        }),
      ),
  });
}

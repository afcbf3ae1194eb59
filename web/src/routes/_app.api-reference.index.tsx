import { createFileRoute } from '@tanstack/react-router';
import { listSearch } from '@/components/list-search';
import { ApiUrls } from '@/features/api-reference/components/ApiUrls';
import { anchorOf } from '@/features/api-reference/document';

export const Route = createFileRoute('/_app/api-reference/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['q']),
  component: ApiUrlsTab,
});

function ApiUrlsTab() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ApiUrls
      q={q}
      onSearch={(text) => navigate({ search: text ? { q: text } : {}, replace: true })}
      onOpen={(endpoint) => navigate({ to: '/api-reference/documentation', hash: anchorOf(endpoint) })}
    />
  );
}

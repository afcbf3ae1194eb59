import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { apiDocument } from '@/features/api-reference/document';

const load = () => import('@/features/api-reference/components/Documentation');
const Documentation = lazy(load);

export const Route = createFileRoute('/_app/api-reference/documentation')({
  // The code and what it shows come at the same time.
  loader: ({ context }) => {
    void load();
    void context.queryClient.prefetchQuery(apiDocument);
  },
  component: DocumentationTab,
});

function DocumentationTab() {
  const { data, error, refetch } = useQuery(apiDocument);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const loading = <Skeleton height={640} />;
  return <Suspense fallback={loading}>{data ? <Documentation document={data} /> : loading}</Suspense>;
}

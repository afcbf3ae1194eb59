import { createFileRoute } from '@tanstack/react-router';
import { NotFound } from '@/components/NotFound';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { ImportPeople } from '@/features/personnel/components/ImportPeople';

export const Route = createFileRoute('/_app/personnel/import')({ component: ImportPage });

function ImportPage() {
  useTitle('Import people');
  const me = useMe();
  if (!me.can('people:write')) return <NotFound />;
  return (
    <>
      <PageHeader
        parent={{ label: 'Personnel', to: '/personnel' }}
        title="Import people"
        description="Add many people at once from a spreadsheet saved as CSV."
      />
      <ImportPeople />
    </>
  );
}

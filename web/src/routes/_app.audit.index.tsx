import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { dayAfter, isDate, startOfDay } from '@/components/dates';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { useTimeZone } from '@/components/time-zone';
import { useTitle } from '@/components/use-title';
import { type AuditFilters as Filters, listAuditEntries } from '@/features/audit/api/list-audit-entries';
import { AuditEntryDrawer } from '@/features/audit/components/AuditEntryDrawer';
import { AuditFilters } from '@/features/audit/components/AuditFilters';
import { AuditTable } from '@/features/audit/components/AuditTable';
import { actionsToChoose } from '@/features/audit/components/actions';
import { ChainBadge } from '@/features/audit/components/ChainBadge';
import { ExportAudit } from '@/features/audit/components/ExportAudit';
import { useMe } from '@/features/personnel/api/get-me';

const KEYS = ['action', 'actorId', 'targetId', 'from', 'to', 'entry'] as const;

export const Route = createFileRoute('/_app/audit/')({
  validateSearch: (search: Record<string, unknown>) => {
    const { from, to, ...rest } = listSearch(search, KEYS);
    return { ...rest, ...(isDate(from) && { from }), ...(isDate(to) && { to }) };
  },
  component: AuditPage,
});

function AuditPage() {
  useTitle('Audit');
  const { action, actorId, targetId, from, to, entry: entryId } = Route.useSearch();
  const navigate = Route.useNavigate();
  const organizationId = useOrganizationId();
  const timeZone = useTimeZone();
  const me = useMe();
  const filters: Filters = {
    ...(action && { action }),
    ...(actorId && { actorId }),
    ...(targetId && { targetId }),
    ...(from && { from: startOfDay(from, timeZone) }),
    ...(to && { to: startOfDay(dayAfter(to), timeZone) }),
  };
  const query = useInfiniteQuery(listAuditEntries(organizationId, filters));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (search: Partial<ReturnType<typeof Route.useSearch>>, replace = true) =>
    navigate({ search: (before) => listSearch({ ...before, ...search }, KEYS), replace });

  return (
    <>
      <PageHeader
        title="Audit"
        description="Every change and every sign-in: who, by which credential, from where, before and after."
        actions={me.can('audit:export') && <ExportAudit filters={filters} />}
      />
      <ChainBadge key={organizationId} />
      <Card flush>
        <AuditFilters
          search={{
            ...(action && { action }),
            ...(actorId && { actorId }),
            ...(targetId && { targetId }),
            ...(from && { from }),
            ...(to && { to }),
          }}
          names={{
            actor: rows.find(({ actor }) => actor.id === actorId)?.actor.name,
            target: rows.find(({ target }) => target.id === targetId)?.target.name,
          }}
          actions={actionsToChoose(rows.map((row) => row.action))}
          mayFindPeople={me.can('people:read')}
          onChange={change}
          onClear={() => navigate({ search: {}, replace: true })}
        />
        <AuditTable
          query={query}
          filtered={Object.keys(filters).length > 0}
          onOpen={(entry) => change({ entry: entry.id }, false)}
        />
      </Card>
      <AuditEntryDrawer
        entryId={entryId}
        mayReadTokens={me.can('tokens:read')}
        onFilter={(filter) => navigate({ search: filter })}
        onClose={() => change({ entry: '' })}
      />
    </>
  );
}

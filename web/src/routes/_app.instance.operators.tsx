import { Button, Group } from '@mantine/core';
import { IconPlus, IconUserShield } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import type { Operator } from '@/api/types';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { listOperators } from '@/features/tenancy/api/list-operators';
import { useRemoveOperator } from '@/features/tenancy/api/remove-operator';
import { InviteOperator } from '@/features/tenancy/components/InviteOperator';
import { OrganizationToSupport } from '@/features/tenancy/components/OrganizationToSupport';

export const Route = createFileRoute('/_app/instance/operators')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['organization']),
  component: OperatorsPage,
});

function OperatorsPage() {
  useTitle('Operators');
  const { organization } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(listOperators());
  const remove = useRemoveOperator();
  const [inviting, setInviting] = useState<{ email?: string }>();
  const [removing, setRemoving] = useState<Operator>();
  const stop = () => {
    setRemoving(undefined);
    remove.reset();
  };
  const columns: Column<Operator>[] = [
    {
      key: 'email',
      header: 'E-mail',
      cell: ({ email, current }) => (
        <span>
          {email} {current && <span className="dimmed">(you)</span>}
        </span>
      ),
    },
    {
      key: 'status',
      header: 'Status',
      cell: ({ status, invitedUntil }) => (
        <span>
          <StatusBadge status={status} />
          {invitedUntil && (
            <div className="dimmed">
              The link ends <When at={invitedUntil} />
            </div>
          )}
        </span>
      ),
    },
    {
      key: 'secondFactor',
      header: 'Second factor',
      cell: ({ secondFactor }) => <StatusBadge status={secondFactor ? 'enabled' : 'off'} />,
    },
    { key: 'lastSeenAt', header: 'Last seen', cell: ({ lastSeenAt }) => <When at={lastSeenAt} /> },
    {
      key: 'actions',
      header: 'Actions',
      cell: (operator) => (
        <Group gap="xs">
          {operator.status === 'invited' && (
            <Button
              variant="default"
              size="xs"
              aria-label={`New link for ${operator.email}`}
              onClick={() => setInviting({ email: operator.email })}
            >
              New link
            </Button>
          )}
          <Button
            size="xs"
            className="destructive-quiet"
            aria-label={`Remove ${operator.email}`}
            onClick={() => setRemoving(operator)}
          >
            Remove
          </Button>
        </Group>
      ),
    },
  ];
  const inviteButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setInviting({})}>
      Invite operator
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Operators"
        description="Who runs this instance. They see that organizations are there, and nothing of their people and tokens."
        actions={inviteButton}
      />
      <div className="stack">
        <Card flush>
          <DataTable
            label="Operators"
            columns={columns}
            query={query}
            rowKey={({ id }) => id}
            empty={
              <EmptyState icon={<IconUserShield />} title="There are no operators" action={inviteButton}>
                Invite somebody to run the instance with you.
              </EmptyState>
            }
          />
        </Card>
        <OrganizationToSupport
          organizationId={organization}
          onChoose={(id) => navigate({ search: id ? { organization: id } : {}, replace: true })}
        />
      </div>
      <InviteOperator
        key={inviting?.email}
        opened={inviting !== undefined}
        email={inviting?.email}
        onClose={() => setInviting(undefined)}
      />
      <ConfirmDialog
        opened={removing !== undefined}
        title={`Remove ${removing?.email ?? ''}?`}
        confirm="Remove operator"
        pending={remove.isPending}
        error={remove.error}
        onCancel={stop}
        onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: stop })}
      >
        {removing?.status === 'invited'
          ? 'Their link works no more.'
          : 'All their sessions and support entries end at once. Where they belong to an organization, they sign in there as before.'}
      </ConfirmDialog>
    </>
  );
}

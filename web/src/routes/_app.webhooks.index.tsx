import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { createFileRoute } from '@tanstack/react-router';
import { Card } from '@/components/Card';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { CreateWebhookDialog } from '@/features/webhooks/components/CreateWebhookDialog';
import { WebhooksTable } from '@/features/webhooks/components/WebhooksTable';

export const Route = createFileRoute('/_app/webhooks/')({ component: WebhooksPage });

function WebhooksPage() {
  useTitle('Webhooks');
  const navigate = Route.useNavigate();
  const mayWrite = useMe().can('webhooks:write');
  const [creating, { open, close }] = useDisclosure();
  const createButton = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Create webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Programs of yours that are told what happens, as it happens."
        actions={createButton}
      />
      <Card flush>
        <WebhooksTable emptyAction={createButton} />
      </Card>
      {mayWrite && (
        <CreateWebhookDialog
          opened={creating}
          onCreated={(webhookId) => navigate({ to: '/webhooks/$webhookId', params: { webhookId } })}
          onClose={close}
        />
      )}
    </>
  );
}

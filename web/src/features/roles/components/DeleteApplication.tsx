import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Application } from '@/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { useDeleteApplication } from '../api/delete-application';
import { usePreviewApplication } from '../api/preview-application';
import { ApplicationEffect } from './ApplicationEffect';

export function DeleteApplication({
  application,
  onDeleted,
}: {
  application: Application;
  onDeleted: () => void;
}) {
  const preview = usePreviewApplication(application.id);
  const remove = useDeleteApplication(application);
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        className="destructive-quiet"
        loading={preview.isPending}
        onClick={() => preview.mutate({ delete: true }, { onSettled: () => setAsked(true) })}
      >
        Delete
      </Button>
      <ConfirmDialog
        opened={asked}
        title={`Delete ${application.name}?`}
        confirm="Delete application"
        pending={remove.isPending}
        error={remove.error ?? preview.error}
        onCancel={() => {
          setAsked(false);
          remove.reset();
        }}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              notifications.show({ message: `${application.name} is deleted.` });
              onDeleted();
            },
          })
        }
      >
        {preview.data && <ApplicationEffect preview={preview.data} />}
      </ConfirmDialog>
    </>
  );
}

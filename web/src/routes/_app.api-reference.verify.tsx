import { createFileRoute } from '@tanstack/react-router';
import { VerifyToken } from '@/features/api-reference/components/VerifyToken';

export const Route = createFileRoute('/_app/api-reference/verify')({ component: VerifyToken });

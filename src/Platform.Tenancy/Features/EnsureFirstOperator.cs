using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

internal static class EnsureFirstOperatorUseCase
{
    internal sealed class Handler(PlatformDbContext db, IMediator mediator, TimeProvider time) : IRequestHandler<EnsureFirstOperator, Result>
    {
        public async Task<Result> Handle(EnsureFirstOperator request, CancellationToken cancellationToken)
        {
            if (await db.Operators.AnyAsync(cancellationToken))
            {
                return Result.Done;
            }

            var account = await mediator.Send(new EnsureAccount(request.Email, request.Email, request.PasswordHash), cancellationToken);
            if (account.Error is { } error)
            {
                return error;
            }

            db.Add(new Operator(account.Value.AccountId, request.Email, time.UtcNow()));
            return Result.Done;
        }
    }
}

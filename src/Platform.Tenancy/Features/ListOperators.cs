using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

internal sealed record ListOperatorsQuery(PageRequest Page) : IQuery<Result<Page<OperatorAnswer>>>;

internal static class ListOperators
{
    private static readonly Sorting<Operator> Sorting = Sorting<Operator>.ByDefault("email")
        .With("email", op => op.Email)
        .With("createdAt", op => op.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListOperatorsQuery(page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator) : IRequestHandler<ListOperatorsQuery, Result<Page<OperatorAnswer>>>
    {
        public Task<Result<Page<OperatorAnswer>>> Handle(ListOperatorsQuery request, CancellationToken cancellationToken) =>
            Sorting.PageAsync(db.Operators.AsNoTracking(), request.Page, page => AnswerAsync(page, cancellationToken), cancellationToken);

        private async Task<IReadOnlyList<OperatorAnswer>> AnswerAsync(IReadOnlyList<Operator> page, CancellationToken cancellationToken)
        {
            var accounts = (await mediator.Send(new GetAccountStandings([.. page.Select(op => op.AccountId)]), cancellationToken)).ToDictionary(account => account.AccountId);
            return [.. page.Select(op => OperatorAnswer.Of(op, accounts.GetValueOrDefault(op.AccountId), caller.Grant?.AccountId))];
        }
    }
}

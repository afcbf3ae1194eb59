using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;

namespace Platform.Personnel.Features;

/// <param name="Name">What to call it, up to 100 characters.</param>
internal sealed record RenamePasskeyRequest(string? Name);

internal sealed record RenamePasskeyCommand(Guid Id, string? Name) : ICommand<Result<PasskeyAnswer>>;

internal static class RenamePasskey
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, RenamePasskeyRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RenamePasskeyCommand(id, body.Name), cancellationToken)).ToAnswer();

    internal sealed class Validator : AbstractValidator<RenamePasskeyCommand>
    {
        public Validator() => RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller) : IRequestHandler<RenamePasskeyCommand, Result<PasskeyAnswer>>
    {
        public async Task<Result<PasskeyAnswer>> Handle(RenamePasskeyCommand request, CancellationToken cancellationToken)
        {
            var account = caller.Grant!.AccountId;
            var passkey = await db.Passkeys.SingleOrDefaultAsync(row => row.Id == request.Id && row.AccountId == account, cancellationToken);
            if (passkey is null)
            {
                return new Error(ErrorCodes.NotFound, "You have no such passkey.");
            }

            passkey.Rename(request.Name!.Trim());
            return PasskeyAnswer.Of(passkey);
        }
    }
}

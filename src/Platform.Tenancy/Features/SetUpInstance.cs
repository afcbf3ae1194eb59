using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

/// <summary>The code of this start of the host: kept in memory only, so that a restart gives a new one.</summary>
internal sealed class SetupCode
{
    /// <summary>Without the letters and digits that are mistaken for each other. 60 bits.</summary>
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public string Value { get; } = string.Join('-', RandomNumberGenerator.GetString(Alphabet, 12).Chunk(4).Select(part => new string(part)));

    /// <summary>Compared in constant time, whatever its case and hyphens.</summary>
    public bool Matches(string? given) => CryptographicOperations.FixedTimeEquals(Plain(Value), Plain(given ?? ""));

    private static byte[] Plain(string code) =>
        Encoding.UTF8.GetBytes(code.Trim().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant());
}

internal sealed class SetUpInstanceHandler(PlatformDbContext db, SetupCode code, IMediator mediator) :
    IRequestHandler<GetSetupCode, string?>, IRequestHandler<SetUpInstance, Result<CreatedOrganization>>
{
    public async Task<string?> Handle(GetSetupCode request, CancellationToken cancellationToken) =>
        await db.Operators.AnyAsync(cancellationToken) ? null : code.Value;

    public async Task<Result<CreatedOrganization>> Handle(SetUpInstance request, CancellationToken cancellationToken)
    {
        if (await db.Operators.AnyAsync(cancellationToken))
        {
            return request.OnDuplicate;
        }

        if (!code.Matches(request.Code))
        {
            return Error.Invalid("code", "That is not the code which the host printed when it started.");
        }

        var made = await mediator.Send(new EnsureFirstOperator(request.OperatorEmail, request.OperatorPasswordHash), cancellationToken);
        if (made.Error is { } refused)
        {
            return refused;
        }

        await db.SaveChangesAsync(cancellationToken);
        return await mediator.Send(request.Organization, cancellationToken);
    }
}

using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>The settings to change; what is left out stays.</summary>
/// <param name="Slug">Its short name in headers and links. The one it had leads to it for 30 days more.</param>
/// <param name="TokenPolicy">The rules for tokens to change; what is left out of them stays too.</param>
/// <param name="AuditRetentionDays">For how many days the audit log is kept: 30 to 3,650; null for ever.</param>
internal sealed record UpdateOrganizationRequest(
    string? Name, string? Slug, string? TimeZone, Optional<string?> ContactEmail, TokenPolicyChangesRequest? TokenPolicy, Optional<int?> AuditRetentionDays);

internal sealed record UpdateOrganizationCommand(
    string? Name, string? Slug, string? TimeZone, Optional<string?> ContactEmail, TokenPolicyChangesRequest? TokenPolicy, Optional<int?> AuditRetentionDays, int? Version)
    : ICommand<Result<OrganizationAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => Slugs.Taken(Slug!);
}

internal static class UpdateOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(UpdateOrganizationRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var command = new UpdateOrganizationCommand(
            body.Name, body.Slug, body.TimeZone, body.ContactEmail, body.TokenPolicy, body.AuditRetentionDays, version.Value);
        var result = await mediator.Send(command, cancellationToken);
        if (result.Error is null)
        {
            http.Response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Validator : AbstractValidator<UpdateOrganizationCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(200).When(x => x.Name is not null);
            RuleFor(x => x.Slug).Must(Organization.IsSlug).When(x => x.Slug is not null).WithMessage(Slugs.Form);
            RuleFor(x => x.TimeZone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone!, out _))
                .When(x => x.TimeZone is not null)
                .WithMessage("timeZone must be an IANA time zone, such as Europe/Berlin.");
            RuleFor(x => x.ContactEmail.Value).EmailAddress().MaximumLength(254).OverridePropertyName("contactEmail").When(x => x.ContactEmail.Value is not null);
            RuleFor(x => x.AuditRetentionDays.Value).InclusiveBetween(30, 3650).OverridePropertyName("auditRetentionDays");
            RuleFor(x => x.TokenPolicy!).SetValidator(new TokenPolicyChangesRequest.Validator()).When(x => x.TokenPolicy is not null);
        }
    }

    internal sealed class Handler(PlatformDbContext db, Slugs slugs, TimeProvider time) : IRequestHandler<UpdateOrganizationCommand, Result<OrganizationAnswer>>
    {
        public async Task<Result<OrganizationAnswer>> Handle(UpdateOrganizationCommand request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.SingleAsync(row => row.Id == db.OrganizationId, cancellationToken);
            if (organization.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            organization.ChangeSettings(
                request.Name ?? organization.Name,
                request.TimeZone ?? organization.TimeZone,
                request.ContactEmail.Or(organization.ContactEmail));
            organization.KeepAuditFor(request.AuditRetentionDays.Or(organization.AuditRetentionDays));
            if (request.TokenPolicy is { } policy)
            {
                organization.ChangeTokenPolicy(policy.Over(organization), policy.ReminderDays ?? organization.ReminderDays);
                organization.ChangeSecondFactorRule(policy.RequireMfa ?? organization.RequireMfa);
            }

            if (request.Slug is { } slug && await slugs.ChangeAsync(organization, slug, time.UtcNow(), cancellationToken) is { } refused)
            {
                return refused;
            }

            await db.SaveChangesAsync(cancellationToken);
            return OrganizationAnswer.Of(organization);
        }
    }
}

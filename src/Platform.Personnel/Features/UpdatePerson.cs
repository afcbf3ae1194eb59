using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <summary>The fields to change; what is left out stays. The e-mail address is the account's and not the organization's to change.</summary>
internal sealed record UpdatePersonRequest(string? Name, Optional<string?> Title, Optional<string?> EmployeeNumber, bool? ApiAccessEnabled);

internal sealed record UpdatePersonCommand(Guid Id, UpdatePersonRequest Changes, int? Version) : ICommand<Result<PersonAnswer>>;

internal static class UpdatePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, UpdatePersonRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        return GetPerson.Answer(await mediator.Send(new UpdatePersonCommand(id, body, version.Value), cancellationToken), http.Response);
    }

    internal sealed class Validator : AbstractValidator<UpdatePersonCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Changes.Name).NotEmpty().MaximumLength(200).OverridePropertyName("name").When(x => x.Changes.Name is not null);
            RuleFor(x => x.Changes.Title.Value).MaximumLength(200).OverridePropertyName("title");
            RuleFor(x => x.Changes.EmployeeNumber.Value).MaximumLength(50).OverridePropertyName("employeeNumber");
        }
    }

    internal sealed class Handler(PlatformDbContext db, Events events, IMediator mediator) : IRequestHandler<UpdatePersonCommand, Result<PersonAnswer>>
    {
        public async Task<Result<PersonAnswer>> Handle(UpdatePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            var changes = request.Changes;
            var disabled = person.Change(new PersonDetails(
                changes.Name ?? person.Name,
                changes.Title.Or(person.Title),
                changes.EmployeeNumber.Or(person.EmployeeNumber),
                changes.ApiAccessEnabled ?? person.ApiAccessEnabled));
            if (disabled)
            {
                await events.PublishAsync((Kernel.Messaging.IEvent)new ApiAccessDisabled(person.OrganizationId, person.Id), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return await mediator.ToAnswerAsync(person, cancellationToken);
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Modules;
using Platform.Kernel.Organizations;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;
using Platform.Tenancy.Features;
using Platform.Tenancy.Jobs;

namespace Platform.Tenancy;

/// <summary>Organizations, their settings, and the operators of the instance.</summary>
public sealed class TenancyModule : IModule
{
    public string Name => "Tenancy";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IOrganizationDirectory, OrganizationDirectory>();
        services.AddSingleton<SetupCode>();
        services.AddScoped<SupportEnds>();
        services.AddJob(new Job("support-entries", TimeSpan.FromMinutes(1), () => new EndSupportEntries()) { Description = "Notes the support entries whose time is over" });
        services.AddScoped<Slugs>();
        services.AddScoped<InstanceOrganizations>();
        services.AddScoped<StoppedOrganizations>();
        services.AddScoped<OrganizationExport>();
        services.AddJob(new Job("organizations-purge", TimeSpan.FromHours(1), () => new PurgeOrganizations()) { Description = "Deletes the rows of organizations that were deleted 30 days ago" });
    }

    public void MapModel(ModelBuilder model) => model.MapTenancy();

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var own = api.MapGroup("/organization").WithTags(Name);
        own.MapGet("", GetOrganization.Endpoint).Named("GetOrganization", "Read the organization's settings").Answers<OrganizationAnswer>().Requires(TenancyPermissions.Read);
        own.MapPatch("", UpdateOrganization.Endpoint).Named("UpdateOrganization", "Change the organization's settings").Answers<OrganizationAnswer>().TakesIfMatch().Requires(TenancyPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "Another organization has the slug, or had it lately");
        own.MapPost("/token-policy/dry-run", DryRunTokenPolicy.Endpoint).Named("DryRunTokenPolicy", "Say which tokens a policy would break; nothing is changed").Answers<DryRunTokenPolicyAnswer>().Requires(TenancyPermissions.Write);
        own.MapPost("/token-policy/apply-to-existing", ApplyTokenPolicy.Endpoint).Named("ApplyTokenPolicy", "Bring the ends of existing tokens forward to what the policy allows").Answers<ApplyTokenPolicyAnswer>().Requires(TenancyPermissions.Write);
        own.MapGet("/support-entries", ListSupportEntries.Endpoint).Named("ListSupportEntries", "List which operators have entered the organization as support, and why").Answers<Page<SupportEntryAnswer>>().Requires(TenancyPermissions.Read);
        own.MapDelete("/support-entries/{id:guid}", EndSupportEntry.Endpoint).Named("EndSupportEntry", "Show an operator out, on every node, before this answers").Answers().Requires(TenancyPermissions.Write);
        own.MapGet("/export", ExportOrganization.Endpoint).Named("ExportOrganization", "Take everything of the organization along, as a ZIP of NDJSON").AnswersFile("application/zip").RequiresOrSupport(TenancyPermissions.Write);

        var all = api.MapGroup("/instance/organizations").WithTags("Instance");
        all.MapGet("", ListOrganizations.Endpoint).Named("ListOrganizations", "List the instance's organizations").Answers<Page<InstanceOrganization>>().RequiresOperator();
        all.MapPost("", CreateOrganizationUseCase.Endpoint).Named("CreateOrganization", "Make an organization with its first administrator").Answers<CreateOrganizationAnswer>(StatusCodes.Status201Created).RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "An organization has the slug");
        all.MapGet("/{id:guid}", GetInstanceOrganization.Endpoint).Named("GetInstanceOrganization", "Read one of the instance's organizations").Answers<InstanceOrganization>().RequiresOperator();
        all.MapGet("/{id:guid}/support-entries", ListInstanceSupportEntries.Endpoint).Named("ListInstanceSupportEntries", "List which operators have entered an organization as support").Answers<Page<SupportEntryAnswer>>().RequiresOperator();
        all.MapPost("/{id:guid}/support-entries", OpenSupportEntry.Endpoint).Named("OpenSupportEntry", "Enter an organization as support: read what is in it for a while, for a reason that it is told").Answers<SupportEntryAnswer>(StatusCodes.Status201Created).RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "The operator is a member of the organization")
            .Refuses(ErrorCodes.OrganizationSuspended, "The organization is suspended");
        all.MapDelete("/{id:guid}/support-entries/{entryId:guid}", EndInstanceSupportEntry.Endpoint).Named("EndInstanceSupportEntry", "Leave an organization that was entered as support").Answers().RequiresOperator();
        all.MapPatch("/{id:guid}", UpdateInstanceOrganization.Endpoint).Named("UpdateInstanceOrganization", "Change an organization's name or slug").Answers<InstanceOrganization>().TakesIfMatch().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "Another organization has the slug, or had it lately, or the organization is being deleted");
        all.MapDelete("/{id:guid}", DeleteOrganization.Endpoint).Named("DeleteOrganization", "Delete an organization: it stops at once, and can be restored for 30 days").Answers<DeletionReceipt>().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "It has been deleted already");
        all.MapPost("/{id:guid}/restore", RestoreOrganization.Endpoint).Named("RestoreOrganization", "Take back the deletion of an organization").Answers<InstanceOrganization>().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "It has not been deleted, or its days of grace are over");
        all.MapPost("/{id:guid}/suspend", SuspendOrganization.Endpoint).Named("SuspendOrganization", "Stop every token and session of an organization, on every node").Answers<SuspensionReceipt>().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "It is being deleted");
        all.MapPost("/{id:guid}/resume", ResumeOrganization.Endpoint).Named("ResumeOrganization", "Let a suspended organization work again").Answers<InstanceOrganization>().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "It is not suspended");

        var operators = api.MapGroup("/instance/operators").WithTags("Instance");
        operators.MapGet("", ListOperators.Endpoint).Named("ListOperators", "List who runs the instance").Answers<Page<OperatorAnswer>>().RequiresOperator();
        operators.MapPost("", InviteOperator.Endpoint).Named("InviteOperator", "Invite somebody to run the instance; again for a new link").Answers<InvitedOperatorAnswer>(StatusCodes.Status201Created).RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "Somebody is an operator already");
        operators.MapDelete("/{id:guid}", RemoveOperator.Endpoint).Named("RemoveOperator", "Remove an operator, whose sessions and support entries end at once").Answers().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "It is the last operator");

        api.MapGet("/instance/health", GetInstanceHealth.Endpoint).WithTags("Instance").Named("GetInstanceHealth", "Say how the instance stands: database, nodes, queues, jobs").Answers<InstanceHealth>().RequiresOperator();

        var jobs = api.MapGroup("/instance/jobs").WithTags("Instance");
        jobs.MapGet("", ListJobs.Endpoint).Named("ListJobs", "List the background jobs with their last runs").Answers<ListJobsAnswer>().RequiresOperator();
        jobs.MapPost("/{name}/run", RunJob.Endpoint).Named("RunJob", "Run a background job now").Produces(StatusCodes.Status202Accepted).RequiresOperator();

        var parked = api.MapGroup("/instance/parked-messages").WithTags("Instance");
        parked.MapGet("", ListParkedMessages.Endpoint).Named("ListParkedMessages", "List events that could not be delivered and were set aside").Answers<Page<ParkedMessageAnswer>>().RequiresOperator();
        parked.MapPost("/{id:guid}/retry", RetryMessage.Endpoint).Named("RetryMessage", "Deliver an event that was set aside").Answers().RequiresOperator();
    }
}

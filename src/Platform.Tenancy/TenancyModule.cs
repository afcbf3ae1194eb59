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
        own.MapPatch("", UpdateOrganization.Endpoint).Named("UpdateOrganization", "Change the organization's settings").Answers<OrganizationAnswer>().TakesIfMatch().Requires(TenancyPermissions.Write);
        own.MapPost("/token-policy/dry-run", DryRunTokenPolicy.Endpoint).Named("DryRunTokenPolicy", "Say which tokens a policy would break; nothing is changed").Answers<DryRunTokenPolicyAnswer>().Requires(TenancyPermissions.Write);
        own.MapPost("/token-policy/apply-to-existing", ApplyTokenPolicy.Endpoint).Named("ApplyTokenPolicy", "Bring the ends of existing tokens forward to what the policy allows").Answers<ApplyTokenPolicyAnswer>().Requires(TenancyPermissions.Write);
        own.MapGet("/export", ExportOrganization.Endpoint).Named("ExportOrganization", "Take everything of the organization along, as a ZIP of NDJSON").AnswersFile("application/zip").Requires(TenancyPermissions.Write);

        var all = api.MapGroup("/instance/organizations").WithTags("Instance");
        all.MapGet("", ListOrganizations.Endpoint).Named("ListOrganizations", "List the instance's organizations").Answers<Page<InstanceOrganization>>().RequiresOperator();
        all.MapPost("", CreateOrganizationUseCase.Endpoint).Named("CreateOrganization", "Make an organization with its first administrator").Answers<CreateOrganizationAnswer>(StatusCodes.Status201Created).RequiresOperator();
        all.MapGet("/{id:guid}", GetInstanceOrganization.Endpoint).Named("GetInstanceOrganization", "Read one of the instance's organizations").Answers<InstanceOrganization>().RequiresOperator();
        all.MapPatch("/{id:guid}", UpdateInstanceOrganization.Endpoint).Named("UpdateInstanceOrganization", "Change an organization's name or slug").Answers<InstanceOrganization>().TakesIfMatch().RequiresOperator();
        all.MapDelete("/{id:guid}", DeleteOrganization.Endpoint).Named("DeleteOrganization", "Delete an organization: it stops at once, and can be restored for 30 days").Answers<DeletionReceipt>().RequiresOperator();
        all.MapPost("/{id:guid}/restore", RestoreOrganization.Endpoint).Named("RestoreOrganization", "Take back the deletion of an organization").Answers<InstanceOrganization>().RequiresOperator();
        all.MapPost("/{id:guid}/suspend", SuspendOrganization.Endpoint).Named("SuspendOrganization", "Stop every token and session of an organization, on every node").Answers<SuspensionReceipt>().RequiresOperator();
        all.MapPost("/{id:guid}/resume", ResumeOrganization.Endpoint).Named("ResumeOrganization", "Let a suspended organization work again").Answers<InstanceOrganization>().RequiresOperator();

        api.MapGet("/instance/health", GetInstanceHealth.Endpoint).WithTags("Instance").Named("GetInstanceHealth", "Say how the instance stands: database, nodes, queues, jobs").Answers<InstanceHealth>().RequiresOperator();

        var jobs = api.MapGroup("/instance/jobs").WithTags("Instance");
        jobs.MapGet("", ListJobs.Endpoint).Named("ListJobs", "List the background jobs with their last runs").Answers<ListJobsAnswer>().RequiresOperator();
        jobs.MapPost("/{name}/run", RunJob.Endpoint).Named("RunJob", "Run a background job now").Produces(StatusCodes.Status202Accepted).RequiresOperator();

        var parked = api.MapGroup("/instance/parked-messages").WithTags("Instance");
        parked.MapGet("", ListParkedMessages.Endpoint).Named("ListParkedMessages", "List events that could not be delivered and were set aside").Answers<Page<ParkedMessageAnswer>>().RequiresOperator();
        parked.MapPost("/{id:guid}/retry", RetryMessage.Endpoint).Named("RetryMessage", "Deliver an event that was set aside").Answers().RequiresOperator();
    }
}

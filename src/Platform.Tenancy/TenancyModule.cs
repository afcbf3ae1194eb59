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
using Platform.Tenancy.Data;
using Platform.Tenancy.Features;

namespace Platform.Tenancy;

/// <summary>Organizations, their settings, and the operators of the instance.</summary>
public sealed class TenancyModule : IModule
{
    public string Name => "Tenancy";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IOrganizationDirectory, OrganizationDirectory>();
        services.AddSingleton<SetupCode>();
    }

    public void MapModel(ModelBuilder model) => model.MapTenancy();

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var own = api.MapGroup("/organization").WithTags(Name);
        own.MapGet("", GetOrganization.Endpoint).Named("GetOrganization", "Read the organization's settings").Answers<OrganizationAnswer>().Requires(TenancyPermissions.Read);
        own.MapPatch("", UpdateOrganization.Endpoint).Named("UpdateOrganization", "Change the organization's settings").Answers<OrganizationAnswer>().TakesIfMatch().Requires(TenancyPermissions.Write);
        own.MapPost("/token-policy/dry-run", DryRunTokenPolicy.Endpoint).Named("DryRunTokenPolicy", "Say which tokens a policy would break; nothing is changed").Answers<DryRunTokenPolicyAnswer>().Requires(TenancyPermissions.Write);
        own.MapPost("/token-policy/apply-to-existing", ApplyTokenPolicy.Endpoint).Named("ApplyTokenPolicy", "Bring the ends of existing tokens forward to what the policy allows").Answers<ApplyTokenPolicyAnswer>().Requires(TenancyPermissions.Write);

        var all = api.MapGroup("/instance/organizations").WithTags("Instance");
        all.MapGet("", ListOrganizations.Endpoint).Named("ListOrganizations", "List the instance's organizations").Answers<Page<InstanceOrganization>>().RequiresOperator();
        all.MapPost("", CreateOrganizationUseCase.Endpoint).Named("CreateOrganization", "Make an organization with its first administrator").Answers<CreateOrganizationAnswer>(StatusCodes.Status201Created).RequiresOperator();
        all.MapGet("/{id:guid}", GetInstanceOrganization.Endpoint).Named("GetInstanceOrganization", "Read one of the instance's organizations").Answers<InstanceOrganization>().RequiresOperator();
    }
}

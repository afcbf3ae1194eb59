using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Roles;
using Platform.Kernel.Http;
using Platform.Kernel.Modules;
using Platform.Roles.Data;
using Platform.Roles.Features;

namespace Platform.Roles;

/// <summary>The permission catalogue, roles and who has them, and the applications that bring permissions of their own.</summary>
public sealed class RolesModule : IModule
{
    public string Name => "Roles";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapModel(ModelBuilder model) => model.MapRoles();

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var roles = api.MapGroup("/roles").WithTags(Name);
        roles.MapGet("", ListRoles.Endpoint).Named("ListRoles", "List the organization's roles").Answers<Page<RoleAnswer>>().Requires(RolesPermissions.Read);
        roles.MapPost("", CreateRole.Endpoint).Named("CreateRole", "Make a role").Answers<RoleAnswer>(StatusCodes.Status201Created).Requires(RolesPermissions.Write);
        roles.MapGet("/{id:guid}", GetRole.Endpoint).Named("GetRole", "Read a role").Answers<RoleAnswer>().Requires(RolesPermissions.Read);

        api.MapGet("/permissions", ListPermissions.Endpoint).WithTags(Name).Named("ListPermissions", "Search the catalogue of permissions").Answers<IReadOnlyList<PermissionAnswer>>().RequiresMember();

        var applications = api.MapGroup("/instance/applications").WithTags("Instance");
        applications.MapGet("", ListApplications.Endpoint).Named("ListApplications", "List the registered applications").Answers<Page<ApplicationAnswer>>().RequiresOperator();
        applications.MapPost("", CreateApplication.Endpoint).Named("CreateApplication", "Register an application with its resources and actions").Answers<ApplicationAnswer>(StatusCodes.Status201Created).RequiresOperator();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Roles;
using Platform.Kernel.Http;
using Platform.Kernel.Modules;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Features;

namespace Platform.Roles;

/// <summary>The permission catalogue, roles and who has them, and the applications that bring permissions of their own.</summary>
public sealed class RolesModule : IModule
{
    public string Name => "Roles";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddScoped<CatalogueChange>();

    public void MapModel(ModelBuilder model) => model.MapRoles();

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var roles = api.MapGroup("/roles").WithTags(Name);
        roles.MapGet("", ListRoles.Endpoint).Named("ListRoles", "List the organization's roles").Answers<Page<RoleAnswer>>().Requires(RolesPermissions.Read);
        roles.MapPost("", CreateRole.Endpoint).Named("CreateRole", "Make a role").Answers<RoleAnswer>(StatusCodes.Status201Created).Requires(RolesPermissions.Write)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "A role has the name");
        roles.MapGet("/{id:guid}", GetRole.Endpoint).Named("GetRole", "Read a role").Answers<RoleAnswer>().Requires(RolesPermissions.Read);
        roles.MapPatch("/{id:guid}", UpdateRole.Endpoint).Named("UpdateRole", "Change a role, in force on the next request of whoever has it").Answers<RoleAnswer>().TakesIfMatch().Requires(RolesPermissions.Write)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "The role is built in, or a role has the name");
        roles.MapDelete("/{id:guid}", DeleteRole.Endpoint).Named("DeleteRole", "Delete a role, and give those who have it another one").Answers().TakesIfMatch().Requires(RolesPermissions.Write)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "The role is built in, or people have it and `reassignTo` is missing").Refuses(ErrorCodes.ValidationFailed, "`reassignTo` is no other role").Refuses(ErrorCodes.PermissionDenied, "`reassignTo` needs `roles:assign`");
        roles.MapPost("/{id:guid}/clone", CloneRole.Endpoint).Named("CloneRole", "Make a role of the same permissions").Answers<RoleAnswer>(StatusCodes.Status201Created).Requires(RolesPermissions.Write)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "A role has the name");
        roles.MapPost("/{id:guid}/preview", PreviewRole.Endpoint).Named("PreviewRole", "See who would gain or lose what by a change; nothing is changed").Answers<RolePreviewAnswer>().Requires(RolesPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "The role is built in");

        api.MapGet("/permissions", ListPermissions.Endpoint).WithTags(Name).Named("ListPermissions", "Search the catalogue of permissions").Answers<IReadOnlyList<PermissionAnswer>>().RequiresMember();

        var applications = api.MapGroup("/instance/applications").WithTags("Instance");
        applications.MapGet("", ListApplications.Endpoint).Named("ListApplications", "List the registered applications").Answers<Page<ApplicationAnswer>>().RequiresOperator();
        applications.MapGet("/{id:guid}", GetApplicationUseCase.Endpoint).Named("GetApplication", "Read an application").Answers<ApplicationAnswer>().RequiresOperator();
        applications.MapPatch("/{id:guid}", UpdateApplication.Endpoint).Named("UpdateApplication", "Change an application; the permissions that it brings no more are dropped everywhere").Answers<ApplicationAnswer>().TakesIfMatch().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "An application has the name, or the catalogue has the resource");
        applications.MapDelete("/{id:guid}", DeleteApplication.Endpoint).Named("DeleteApplication", "Remove an application with its tokens; its permissions are dropped everywhere").Answers().TakesIfMatch().RequiresOperator();
        applications.MapPost("/{id:guid}/preview", PreviewApplication.Endpoint).Named("PreviewApplication", "See which roles and tokens a change would take permissions from; nothing is changed").Answers<ApplicationPreviewAnswer>().RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "The catalogue has the resource");
        applications.MapPost("", CreateApplication.Endpoint).Named("CreateApplication", "Register an application with its resources and actions").Answers<ApplicationAnswer>(StatusCodes.Status201Created).RequiresOperator()
            .Refuses(ErrorCodes.Conflict, "An application has the name, or the catalogue has the resource");
    }
}

using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Kernel.Modules;

/// <summary>
/// A module's door: the one public type of its assembly. The host lists the modules in <c>Program.cs</c>; nothing is
/// found by scanning but the message handlers inside <see cref="System.Type.Assembly"/> of the door.
/// </summary>
public interface IModule
{
    /// <summary>The module's name, which is also its tag in the OpenAPI document and the prefix of its tables.</summary>
    string Name { get; }

    /// <summary>Registers the module's services and its jobs.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Adds the module's own entities to the one model.</summary>
    void MapModel(ModelBuilder model);

    /// <summary>Maps the module's routes, a line each, with verb and required permission.</summary>
    /// <param name="api">The group at <c>/api/v1</c>.</param>
    /// <param name="root">The host itself, for what stands outside of it, such as <c>/.well-known</c>.</param>
    void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root);
}

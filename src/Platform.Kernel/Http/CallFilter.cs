using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;

namespace Platform.Kernel.Http;

/// <summary>
/// Tells the request's unit of work who calls and whose rows it sees. The hot endpoints do without: they open no unit of work.
/// </summary>
internal sealed class CallFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var grant = http.Grant;
        if (grant is not null)
        {
            var access = http.GetEndpoint()?.Metadata.GetMetadata<Access>();
            http.RequestServices.GetRequiredService<OrganizationScope>()
                .Enter(access?.Kind == AccessKind.Operator ? OrganizationScope.Instance : grant.OrganizationId);
        }

        http.RequestServices.GetRequiredService<Caller>().Called(
            grant,
            http.Connection.RemoteIpAddress,
            http.Request.Headers.UserAgent,
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
            http.Request.PublicAddress());
        return next(context);
    }
}

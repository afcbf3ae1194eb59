using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
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
        var asOperator = grant is not null && http.GetEndpoint()?.Metadata.GetMetadata<Access>()?.Kind == AccessKind.Operator;
        if (grant is not null)
        {
            http.RequestServices.GetRequiredService<OrganizationScope>().Enter(asOperator ? OrganizationScope.Instance : grant.OrganizationId);
        }

        var caller = http.RequestServices.GetRequiredService<Caller>();
        caller.Called(
            grant,
            http.Connection.RemoteIpAddress,
            http.Request.Headers.UserAgent,
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
            http.Request.PublicAddress());
        if (asOperator)
        {
            // Whichever organization the access token is for: it is the account that runs the instance, and no person of that one.
            caller.Proved(new Actor(SubjectKind.Operator.ToName(), grant!.AccountId!.Value, grant.Email!));
        }

        return next(context);
    }
}

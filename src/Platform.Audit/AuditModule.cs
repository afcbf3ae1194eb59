using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Audit.Data;
using Platform.Audit.Export;
using Platform.Audit.Features;
using Platform.Audit.Jobs;
using Platform.Contracts.Audit;
using Platform.Kernel.Auditing;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Modules;

namespace Platform.Audit;

/// <summary>The hash-chained log of every change.</summary>
public sealed class AuditModule : IModule
{
    public string Name => "Audit";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IAuditLog, AppendEntries>();
        services.AddHostedService<DenialBeat>();
        services.AddJob(new Job("audit-checkpoint", TimeSpan.FromHours(1), () => new CheckpointChains()) { Description = "Signs how far each audit log has come that has grown" });
        services.AddJob(new Job("audit-prune", TimeSpan.FromHours(1), () => new PruneAudit(), PerOrganization: true) { Description = "Lets go what organizations keep no longer of their audit logs" });
    }

    public void MapModel(ModelBuilder model) => model.MapAudit();

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var audit = api.MapGroup("/audit").WithTags(Name);
        audit.MapGet("", ListAuditEntries.Endpoint).Named("ListAuditEntries", "Read the audit log").Answers<Page<AuditEntryAnswer>>().Requires(AuditPermissions.Read);
        audit.MapGet("/export", ExportAudit.Endpoint).Named("ExportAudit", "Read the audit log as a file, with a signed checkpoint of its end").AnswersFile(NdjsonExport.Type, CsvExport.Type).Requires(AuditPermissions.Export);
        audit.MapGet("/{id:guid}", GetAuditEntry.Endpoint).Named("GetAuditEntry", "Read an entry of the audit log").Answers<AuditEntryAnswer>().Requires(AuditPermissions.Read);
        audit.MapGet("/verify", VerifyAudit.Endpoint).Named("VerifyAudit", "Check that the audit log is whole").Answers<AuditVerdict>().Requires(AuditPermissions.Read);
    }
}

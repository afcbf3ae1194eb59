#pragma warning disable EF1001 // What a query or a save comes to is known only inside EF.
using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Host;
using Platform.Kernel.Data;
using Platform.Migrations.SqlServer;

namespace Platform.IntegrationTests.SqlServer;

/// <summary>
/// The same context on SQL Server, whose commands are kept and not sent. Whatever the suite's hosts ask of SQLite through EF is
/// asked of this one too, once for each query and each kind of change; <see cref="SeenStatements"/> has what it came to.
/// </summary>
internal static class Shadow
{
    private static readonly SqlServerDatabase Database = new();
    private static readonly PlatformModel Model = new(HostModules.All);

    public static PlatformDbContext Open(OrganizationScope scope, out RecordingConnection connection, int? maxBatchSize = null)
    {
        connection = new RecordingConnection(Driver);
        return new PlatformDbContext(OptionsOf(connection, maxBatchSize), Model) { Scope = scope };
    }

    public static DbContextOptions<PlatformDbContext> OptionsOf(RecordingConnection connection, int? maxBatchSize = null)
    {
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        Database.Configure(options, "Server=nowhere", maxBatchSize);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(
            RelationalOptionsExtension.Extract(options.Options).WithConnectionString(null).WithConnection(connection));
        return options.Options;
    }

    /// <summary>Has a host's queries and changes go through the shadow as well.</summary>
    public static void AddShadow(this DbContextOptionsBuilder options) =>
        options.ReplaceService<IQueryCompiler, ShadowingCompiler>().AddInterceptors(new ShadowingSaves());

    /// <summary>SQL Server's driver.</summary>
    public static DbProviderFactory Driver { get; } = FindDriver();

    private static DbProviderFactory FindDriver()
    {
        var options = new DbContextOptionsBuilder();
        Database.Configure(options, "Server=nowhere", maxBatchSize: null);
        using var db = new DbContext(options.Options);
        return DbProviderFactories.GetFactory(db.Database.GetDbConnection())!;
    }
}

/// <summary>Compiles each query of a host for SQL Server too, and runs it there with the parameters of its first use.</summary>
internal sealed class ShadowingCompiler(
    IQueryContextFactory queryContextFactory,
    ICompiledQueryCache compiledQueryCache,
    ICompiledQueryCacheKeyGenerator compiledQueryCacheKeyGenerator,
    IDatabase database,
    IDiagnosticsLogger<DbLoggerCategory.Query> logger,
    ICurrentDbContext currentContext,
    IEvaluatableExpressionFilter evaluatableExpressionFilter,
    IModel model)
    : QueryCompiler(queryContextFactory, compiledQueryCache, compiledQueryCacheKeyGenerator, database, logger, currentContext, evaluatableExpressionFilter, model)
{
    private static readonly MethodInfo DrainOf = typeof(ShadowingCompiler).GetMethod(nameof(Drain), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ICurrentDbContext _current = currentContext;
    private Dictionary<string, object?> _parameters = [];

    public override Expression ExtractParameters(
        Expression query, Dictionary<string, object?> parameters, IDiagnosticsLogger<DbLoggerCategory.Query> logger, bool compiledQuery = false, bool generateContextAccessors = false)
    {
        _parameters = parameters;
        return base.ExtractParameters(query, parameters, logger, compiledQuery, generateContextAccessors);
    }

    public override Func<QueryContext, TResult> CompileQueryCore<TResult>(IDatabase database, Expression query, IModel model, bool async)
    {
        var compiled = base.CompileQueryCore<TResult>(database, query, model, async);
        using var shadow = Shadow.Open(((PlatformDbContext)_current.Context).Scope, out var connection);
        try
        {
            var run = shadow.GetService<IDatabase>().CompileQuery<TResult>(new OtherModel(shadow.Model).Visit(query), async);
            var context = shadow.GetService<IQueryContextFactory>().Create();
            foreach (var (name, value) in _parameters)
            {
                context.Parameters.Add(name, value);
            }

            Run(run(context));
        }
        catch (Exception failure) when (connection.Commands.Count > 0)
        {
            // It was sent; that nothing came back is no row, where one was asked for.
            _ = failure;
        }
        catch (Exception failure)
        {
            SeenStatements.AddFault($"SQL Server's provider can't translate {query}\n{failure}");
        }

        return compiled;
    }

    private static void Run<TResult>(TResult result)
    {
        if (result is Task task)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        DrainOf.MakeGenericMethod(typeof(TResult).GetGenericArguments()[0]).Invoke(null, [result]);
    }

    private static void Drain<T>(IAsyncEnumerable<T> rows)
    {
        var reader = rows.GetAsyncEnumerator();
        while (reader.MoveNextAsync().AsTask().GetAwaiter().GetResult())
        {
        }
    }

    private sealed class OtherModel(IModel model) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node is EntityQueryRootExpression root
            ? root.UpdateEntityType(model.FindEntityType(root.EntityType.Name)!)
            : base.VisitExtension(node);
    }
}

/// <summary>Has SQL Server's provider write the same rows, once for each set of kinds of rows and of changed columns.</summary>
internal sealed class ShadowingSaves : SaveChangesInterceptor
{
    private static readonly ConcurrentDictionary<string, bool> Seen = new();

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (PlatformDbContext)eventData.Context!;
        var entries = db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .DistinctBy(Kind).ToList();
        if (entries.Count > 0 && Seen.TryAdd(string.Join('\n', entries.Select(Kind).Order()), true))
        {
            Save(db, entries);
        }

        return ValueTask.FromResult(result);
    }

    private static void Save(PlatformDbContext db, List<Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry> entries)
    {
        using var shadow = Shadow.Open(db.Scope, out var connection);
        try
        {
            foreach (var entry in entries)
            {
                var twin = shadow.Entry(entry.Entity);
                twin.State = entry.State == EntityState.Modified ? EntityState.Unchanged : entry.State;
                foreach (var property in entry.Properties.Where(property => entry.State == EntityState.Modified && !property.Metadata.IsPrimaryKey()))
                {
                    var its = twin.Property(property.Metadata.Name);
                    its.OriginalValue = property.OriginalValue;
                    its.IsModified = property.IsModified;
                }
            }

            shadow.GetService<IDatabase>().SaveChangesAsync(shadow.GetService<IStateManager>().GetEntriesToSave(cascadeChanges: false)).GetAwaiter().GetResult();
        }
        catch (DbUpdateConcurrencyException) when (connection.Commands.Count > 0)
        {
            // No row was there to be changed.
        }
        catch (Exception failure)
        {
            SeenStatements.AddFault($"SQL Server's provider can't save {string.Join(", ", entries.Select(Kind))}\n{failure}");
        }
    }

    private static string Kind(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry entry) =>
        $"{entry.Metadata.Name} {entry.State} {string.Join(' ', entry.Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name))}";
}

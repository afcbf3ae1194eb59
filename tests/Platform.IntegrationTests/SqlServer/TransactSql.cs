using System.Collections.Concurrent;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Platform.IntegrationTests.SqlServer;

/// <summary>SQL Server's own grammar, as of 2019: what can be checked of its SQL without a server.</summary>
internal static class TransactSql
{
    /// <summary>What is wrong with a batch, or with one that it executes from a text; null where nothing is.</summary>
    public static string? FaultOf(string batch)
    {
        using var text = new StringReader(batch);
        var read = new TSql150Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);
        if (errors.Count > 0)
        {
            return $"{string.Join("; ", errors.Select(error => $"line {error.Line}: {error.Message}"))}\n{batch}";
        }

        var inner = new Executed();
        read.Accept(inner);
        return inner.Batches.Select(FaultOf).FirstOrDefault(fault => fault is not null);
    }

    private sealed class Executed : TSqlFragmentVisitor
    {
        public List<string> Batches { get; } = [];

        // What is put together from variables is known to the server alone.
        public override void Visit(ExecutableStringList node)
        {
            if (node.Strings.All(part => part is StringLiteral))
            {
                Batches.Add(string.Concat(node.Strings.Cast<StringLiteral>().Select(part => part.Value)));
            }
        }
    }
}

/// <summary>Every statement that anything in this process would have sent to SQL Server, and what is wrong with each.</summary>
internal static class SeenStatements
{
    private static readonly ConcurrentDictionary<string, string?> Faults = new();

    public static IReadOnlyCollection<string> All => [.. Faults.Keys];

    public static IReadOnlyCollection<string> Faulty => [.. Faults.Values.OfType<string>()];

    public static void Add(string statement) => Faults.GetOrAdd(statement, TransactSql.FaultOf);

    public static void AddFault(string fault) => Faults[fault] = fault;
}

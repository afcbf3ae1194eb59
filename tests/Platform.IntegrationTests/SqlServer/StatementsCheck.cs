namespace Platform.IntegrationTests.SqlServer;

/// <summary>At the end of a run: what the tests' queries and changes come to on SQL Server is all grammatical.</summary>
public sealed class StatementsCheck : IDisposable
{
    public void Dispose() => SeenStatements.Faulty.ShouldBeEmpty($"of {SeenStatements.All.Count} statements for SQL Server");
}

[assembly: AssemblyFixture(typeof(Hosts))]
[assembly: AssemblyFixture(typeof(Platform.IntegrationTests.SqlServer.StatementsCheck))]
[assembly: AssemblyFixture(typeof(Platform.IntegrationTests.Audit.CommandsCheck))]

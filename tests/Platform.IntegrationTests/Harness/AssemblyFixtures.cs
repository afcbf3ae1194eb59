[assembly: AssemblyFixture(typeof(Hosts))]
[assembly: AssemblyFixture(typeof(Platform.IntegrationTests.SqlServer.StatementsCheck))]

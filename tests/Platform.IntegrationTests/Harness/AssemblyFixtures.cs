[assembly: AssemblyFixture(typeof(Hosts))]

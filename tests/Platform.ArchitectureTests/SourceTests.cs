using System.Text.RegularExpressions;

namespace Platform.ArchitectureTests;

/// <summary>Rules that are read from the sources.</summary>
public partial class SourceTests
{
    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        House.Sources.Where(file => file.Lines.Count > 300).Select(file => $"{file.Path}: {file.Lines.Count} lines").ShouldBeEmpty();

    [Fact]
    public void Every_namespace_is_its_folder()
    {
        foreach (var project in House.Projects.Where(project => project.Path.StartsWith("src/")))
        {
            var folder = project.Path[..(project.Path.LastIndexOf('/') + 1)];
            foreach (var file in House.Sources.Where(file => file.Path.StartsWith(folder)))
            {
                var rest = file.Path[folder.Length..].Split('/')[..^1];
                var expected = string.Join('.', rest.Prepend(project.Name));
                var named = file.Code.Select(line => Namespace().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToList();

                // The program's own statements stand in no namespace.
                named.ShouldBe(file.Path == "src/Platform.Host/Program.cs" ? [] : [expected], file.Path);
            }
        }
    }

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b", "Time comes from TimeProvider.")]
    [InlineData(@"\bGuid\s*\.\s*NewGuid\b", "Ids come from Guid.CreateVersion7, secrets from RandomNumberGenerator.")]
    [InlineData(@"\bnew\s+Random\b|\bRandom\s*\.\s*Shared\b|\bRandom\s+\w+\s*=\s*new\b", "Randomness comes from RandomNumberGenerator.")]
    [InlineData(@"\bThread\s*\.\s*Sleep\b|\bSpinWait\b", "Wait asynchronously.")]
    [InlineData(@"(?<!_connection)\.Wait\s*\(|\.GetAwaiter\s*\(\s*\)\s*\.\s*GetResult\b|\bTask\s*\.\s*Wait(All|Any)\b", "Never block on a task. (A connection's Wait is for notifications, on the feed's own thread.)")]
    [InlineData(@"\basync\s+void\b", "A fault in it would end the process.")]
    public void What_must_not_be_called_is_not_called(string pattern, string reason) =>
        House.Sources.SelectMany(file => file.Find(new Regex(pattern))).ShouldBeEmpty(reason);

    [Fact]
    public void No_task_is_asked_for_its_result() =>
        FilesWith(TaskResult()).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["src/Platform.Client/Http/ScopeGate.cs"] = "Of a verification that is done, so that nothing is allocated to wait for it",
                ["src/Platform.Kernel/Messaging/UnitOfWork.cs"] = "The result of a committed command: a record's property, not a task's",
            },
            "Await the task; Result blocks until it is done.");

    [Fact]
    public void The_organization_filter_is_lifted_in_named_places_only() =>
        FilesWith(FilterLifted()).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["src/Platform.Audit/Data/AuditTables.cs"] = "Names AuditCheckpointsOfEveryOrganization",
                ["src/Platform.Host/Commands/TableCopy.cs"] = "A database is copied whole",
                ["src/Platform.Kernel/Data/EveryOrganization.cs"] = "Lifts it together with the database's own wall",
                ["src/Platform.Kernel/Jobs/PruneBatches.cs"] = "Lifts the other filter, that of batches",
                ["src/Platform.Kernel/Organizations/PurgeRows.cs"] = "Lifts the other filter, that of batches",
                ["src/Platform.Personnel/Features/PurgePeople.cs"] = "Lifts the other filter, that of batches",
                ["src/Platform.Notifications/Data/CalendarTables.cs"] = "Names CalendarKeysOfEveryOrganization",
                ["src/Platform.Notifications/Data/WebhookTables.cs"] = "Names WebhookDeliveriesOfEveryOrganization and AuditStreamsOfEveryOrganization",
                ["src/Platform.Personnel/Data/PersonnelTables.cs"] = "Names PeopleOfEveryOrganization and InvitationsOfEveryOrganization",
                ["src/Platform.Roles/Data/RolesTables.cs"] = "Names RolesOfEveryOrganization",
                ["src/Platform.Tenancy/Data/TenancyTables.cs"] = "Names SupportEntriesOfEveryOrganization",
                ["src/Platform.Tokens/Data/TokensTables.cs"] = "Names TokensOfEveryOrganization and ServiceAccountsOfEveryOrganization",
                ["src/Platform.Tokens/Data/UsageTables.cs"] = "Names UsageCountsOfEveryOrganization and KnownNetworksOfEveryOrganization",
            },
            "Rows of every organization are read through a property of the module's tables whose name ends in OfEveryOrganization.");

    [Fact]
    public void The_organization_filter_is_lifted_under_a_name_that_says_so() =>
        House.Sources.Where(file => file.Path is not ("src/Platform.Host/Commands/TableCopy.cs" or "src/Platform.Kernel/Jobs/PruneBatches.cs" or "src/Platform.Kernel/Data/EveryOrganization.cs"
                or "src/Platform.Kernel/Organizations/PurgeRows.cs" or "src/Platform.Personnel/Features/PurgePeople.cs"))
            .SelectMany(file => file.Find(FilterLifted())).Where(line => !NamedLift().IsMatch(line)).ShouldBeEmpty();

    [Fact]
    public void Who_reads_the_rows_of_every_organization_is_listed() =>
        FilesWith(EveryOrganization()).Where(path => !path.EndsWith("Tables.cs")).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["src/Platform.Kernel/Data/EveryOrganization.cs"] = "Gives the others on this list the means",
                ["src/Platform.Audit/Jobs/CheckpointChains.cs"] = "Looks which chains have grown, whosever they are",
                ["src/Platform.Kernel/Data/PreparedReads.cs"] = "Gives the loader of tokens the means",
                ["src/Platform.Notifications/Features/GetTokenExpirations.cs"] = "A calendar has nothing but its key, which leads to the organization",
                ["src/Platform.Notifications/Webhooks/AuditStreams.cs"] = "Looks whose log has grown beyond what webhooks were told of",
                ["src/Platform.Notifications/Webhooks/WebhookClaims.cs"] = "Looks which deliveries are due, whosever they are",
                ["src/Platform.Personnel/Features/AcceptInvitation.cs"] = "Whoever holds the invitation's secret has no organization yet: the invitation leads to it",
                ["src/Platform.Personnel/Features/PersonAccess.cs"] = "Asks whether the account is anywhere else, so that its sessions live on",
                ["src/Platform.Personnel/Features/MakeResetLink.cs"] = "Asks whether the account is anywhere else, where its password is not the organization's",
                ["src/Platform.Personnel/Features/PeopleForModules.cs"] = "Counts the people of the organizations that an operator looks at",
                ["src/Platform.Personnel/Features/PurgePeople.cs"] = "An account that is anywhere else stays",
                ["src/Platform.Personnel/Features/ResetPassword.cs"] = "Asks the same again when the link is used",
                ["src/Platform.Personnel/SignIn/SecondFactors.cs"] = "Asks whether any organization of the account's requires a second factor",
                ["src/Platform.Personnel/Features/UpdatePerson.cs"] = "Whether another organization knows the account decides if its address is still this one's to correct",
                ["src/Platform.Personnel/SignIn/SignedIn.cs"] = "Sign-in is what chooses among the organizations of an account",
                ["src/Platform.Roles/Features/UpdateApplication.cs"] = "A permission that leaves the catalogue leaves the roles of every organization",
                ["src/Platform.Tenancy/Features/SupportEnds.cs"] = "A removed operator's entries, and those whose time is over, end wherever they are",
                ["src/Platform.Tokens/Features/TokensForModules.cs"] = "A permission that leaves the catalogue leaves the tokens and service accounts of every organization; counts what an operator looks at",
                ["src/Platform.Tokens/Usage/UsageFlush.cs"] = "One batch has the uses of tokens of many organizations",
                ["src/Platform.Tokens/Usage/UsageWriter.cs"] = "One batch has the uses of tokens of many organizations",
                ["src/Platform.Tokens/Usage/UseWriter.cs"] = "One batch has the uses of tokens of many organizations",
                ["src/Platform.Tokens/Verification/PresentedTokens.cs"] = "Whoever shows a secret has none of the rights, only its hash to be found by",
                ["src/Platform.Tokens/Verification/TokenLoader.cs"] = "A token's hash alone leads to its organization",
            },
            "Reading rows of every organization needs a reason on this list.");

    [Fact]
    public void Who_enters_an_organization_is_listed() =>
        FilesWith(OrganizationEntered()).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["src/Platform.Audit/Data/ChainEnd.cs"] = "Each chain's entries are written in its own organization",
                ["src/Platform.Audit/Jobs/CheckpointChains.cs"] = "Each chain's checkpoint is made in its own organization",
                ["src/Platform.Audit/Jobs/DenialBeat.cs"] = "The organization of the token that was refused",
                ["src/Platform.Host/Commands/OperatorReset.cs"] = "The instance's own scope, for the host's command",
                ["src/Platform.Host/Commands/Seed.cs"] = "Fills the organizations that it makes",
                ["src/Platform.Kernel/Http/CallFilter.cs"] = "The organization that the request's grant was checked for",
                ["src/Platform.Kernel/Jobs/JobRunner.cs"] = "Jobs go through the organizations one by one",
                ["src/Platform.Kernel/Messaging/Rehearsal.cs"] = "An organization that there is not, in a transaction that is undone",
                ["src/Platform.Kernel/Outbox/OutboxDelivering.cs"] = "A message is delivered in the organization that it came from",
                ["src/Platform.Notifications/Features/GetTokenExpirations.cs"] = "The organization that the calendar's key leads to",
                ["src/Platform.Notifications/Webhooks/AuditStreams.cs"] = "A webhook is told of the log of the organization that it belongs to",
                ["src/Platform.Notifications/Webhooks/WebhookClaims.cs"] = "A delivery is claimed in the organization that it belongs to",
                ["src/Platform.Notifications/Webhooks/WebhookDispatcher.cs"] = "What came of a delivery is noted in the organization that it belongs to",
                ["src/Platform.Personnel/Features/AcceptInvitation.cs"] = "The organization that the invitation leads to",
                ["src/Platform.Notifications/Mail/MailSender.cs"] = "A mail is written in the organization that it came from",
                ["src/Platform.Personnel/SignIn/AccessTokenLoader.cs"] = "The organization that the signed access token names",
                ["src/Platform.Kernel/Jobs/PruneBatches.cs"] = "The organization that the batch belongs to",
                ["src/Platform.Kernel/Organizations/PurgeRows.cs"] = "The organization whose rows are deleted for good",
                ["src/Platform.Personnel/Features/PurgePeople.cs"] = "The organization whose people are deleted for good",
                ["src/Platform.Personnel/SignIn/OpenSession.cs"] = "Notes the sign-in in the one record that was chosen",
                ["src/Platform.Personnel/SignIn/SignedIn.cs"] = "The organization that the sign-in has chosen",
                ["src/Platform.Roles/Features/UpdateApplication.cs"] = "Each organization's roles lose a removed permission in its own scope and log",
                ["src/Platform.Tenancy/Features/ListInstanceSupportEntries.cs"] = "Shows operators who of them has entered an organization, and nothing else of it",
                ["src/Platform.Tenancy/Features/OpenSupportEntry.cs"] = "A support entry is the row of the organization that is entered",
                ["src/Platform.Tenancy/Features/SupportEnds.cs"] = "A support entry ends in the organization that was entered",
                ["src/Platform.Tenancy/Features/SupportQueries.cs"] = "Asks whether an operator has entered the organization that the question names",
                ["src/Platform.Tenancy/Features/CreateOrganization.cs"] = "Its first administrator is made inside the new organization",
                ["src/Platform.Tokens/Features/ReportLeaks.cs"] = "The organization of the token whose secret was reported",
                ["src/Platform.Tokens/Features/RevokePresentedToken.cs"] = "The organization of the token whose secret was presented",
                ["src/Platform.Tokens/Reactions/PermissionsRemovedReaction.cs"] = "Each organization's tokens lose a removed permission in its own scope and log",
                ["src/Platform.Tokens/Verification/FirstUses.cs"] = "The organization that the token's own row names",
                ["src/Platform.Tokens/Usage/UsageFlush.cs"] = "Tells of a token's unusual use in the token's own organization",
                ["src/Platform.Tokens/Verification/VerifierFeed.cs"] = "An organization's own verifier hears of its tokens alone",
                ["src/Platform.Tokens/Verification/TokenLoader.cs"] = "The organization that the token's own row names",
            },
            "Seeing another organization's rows needs a reason on this list.");

    [Fact]
    public void Who_bypasses_change_tracking_is_listed() =>
        FilesWith(TrackingBypassed()).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["src/Migrations/Platform.Migrations.PostgreSql/PostgreSqlDatabase.cs"] = "Takes the lock of migrations, and touches no rows",
                ["src/Migrations/Platform.Migrations.Sqlite/SqliteCommitAhead.cs"] = "Settings of the connection, no rows",
                ["src/Migrations/Platform.Migrations.Sqlite/SqliteFileClaim.cs"] = "Settings of the connection, no rows",
                ["src/Migrations/Platform.Migrations.Sqlite/SqliteJournal.cs"] = "Settings of the connection, no rows",
                ["src/Migrations/Platform.Migrations.Sqlite/SqliteLoad.cs"] = "Indexes of a copy for load tests' data, no rows",
                ["src/Migrations/Platform.Migrations.Sqlite/SqlitePragmas.cs"] = "Settings of the connection, no rows",
                ["src/Platform.Audit/Data/ChainEnd.cs"] = "Locks the chain's head before reading it, and writes the log itself",
                ["src/Platform.Audit/Features/RecordDenial.cs"] = "Locks the chain's head before reading what was written last, and changes nothing",
                ["src/Platform.Audit/Jobs/PruneAudit.cs"] = "Lets go entries by the organization's own rule, which the log says itself",
                ["src/Platform.Host/Commands/TableCopy.cs"] = "Rows as another database has them: nothing changes in them that a log should have, and no host runs that could hold them",
                ["src/Platform.Kernel/Data/OwnerDatabase.cs"] = "Has the database look over what its tables hold, and changes no rows",
                ["src/Platform.Kernel/Data/EveryOrganization.cs"] = "Makes the commands of those that are on this list",
                ["src/Platform.Kernel/Data/SecondWall.cs"] = "Settings of the session, no rows",
                ["src/Platform.Kernel/Data/PreparedReads.cs"] = "Reads grants, and changes nothing",
                ["src/Platform.Kernel/Data/BulkInsert.cs"] = "Rows that nobody changes in the same transaction, by one prepared statement",
                ["src/Platform.Kernel/Coherence/LoadScopes.cs"] = "Looks whether the connection is open",
                ["src/Platform.Kernel/Messaging/UnitOfWork.cs"] = "Looks whether the connection is open",
                ["src/Platform.Kernel/Outbox/OutboxDelivering.cs"] = "Claims a message for one of the nodes: bookkeeping of the outbox itself",
                ["src/Platform.Kernel/Jobs/JobRun.cs"] = "Forgets the oldest runs of jobs",
                ["src/Platform.Kernel/Jobs/PruneBatches.cs"] = "Rows of batches that never landed: nobody has seen them, no grant rests on them and the log knows nothing of them",
                ["src/Platform.Kernel/Organizations/PurgeRows.cs"] = "Rows of an organization in which nobody acts any more: its grants ended 30 days ago, and its log goes with it",
                ["src/Platform.Personnel/Features/PurgePeople.cs"] = "People of such an organization and accounts that are nowhere else: no grant rests on them, and the instance's log has the end of the organization",
                ["src/Platform.Tenancy/Jobs/PurgeOrganizations.cs"] = "The organization's own row, of which the instance's log has the end, and slugs that lead nowhere any more",
                ["src/Platform.Kernel/Jobs/PruneKernel.cs"] = "Delivered messages, long applied drops and nodes long gone: nothing rests on them",
                ["src/Platform.Notifications/Features/ReadNotification.cs"] = "Which notices one has read: bookkeeping, on which no grant rests",
                ["src/Platform.Notifications/Jobs/PruneNotifications.cs"] = "Old notices and mails: nothing rests on them, and the log has what they told of",
                ["src/Platform.Notifications/Mail/MailQueue.cs"] = "Which mails are on their way: bookkeeping of the queue itself",
                ["src/Platform.Notifications/Jobs/PruneWebhooks.cs"] = "Deliveries long settled: nothing rests on them, and the log has the changes that they told of",
                ["src/Platform.Notifications/Webhooks/SettleDeliveries.cs"] = "That a webhook fails is nobody's change, and that its deliveries are given up goes with its being disabled, which is logged",
                ["src/Platform.Notifications/Webhooks/WebhookClaims.cs"] = "Which node tries a delivery: bookkeeping, on which no grant rests",
                ["src/Platform.Personnel/Jobs/PruneSignIn.cs"] = "Attempts that no longer count and refresh tokens past their time: no grant rests on them, and the log has what happened",
                ["src/Platform.Kernel/Coherence/Revisions.cs"] = "Takes the revision and its lock in one statement",
                ["src/Platform.Kernel/Coherence/Acknowledgements.cs"] = "Fences nodes that do not answer: what nodes are is no change of anybody's",
                ["src/Platform.Kernel/Coherence/FeedLink.cs"] = "The node's own row and the feed, on a connection past EF",
                ["src/Migrations/Platform.Migrations.PostgreSql/PostgreSqlFeed.cs"] = "Asks to be woken, and reads no rows",
                ["src/Platform.Kernel/Metering/LimitSharing.cs"] = "How often tokens were asked for at each node: bookkeeping, kept for a minute",
                ["src/Platform.Personnel/SignIn/SigningKeys.cs"] = "Locks out the other nodes while the first key is made, and changes nothing",
                ["src/Platform.Personnel/SignIn/OpenSession.cs"] = "The time of the last sign-in: bookkeeping, on which no grant rests",
                ["src/Platform.Personnel/SignIn/SecondFactors.cs"] = "Locks the account before counting its factors, and changes nothing",
                ["src/Platform.Tenancy/Features/RemoveOperator.cs"] = "Locks the operators before counting them, and changes nothing",
                ["src/Platform.Roles/Features/RolesForModules.cs"] = "Locks the administrators' role before counting who holds it, and changes nothing",
                ["src/Platform.Tokens/Jobs/NoticeUnusedTokens.cs"] = "When a token was told of as unused: bookkeeping, on which no grant rests",
                ["src/Platform.Tokens/Usage/UsageWriter.cs"] = "Counts of requests in batches: bookkeeping, on which no grant rests",
                ["src/Platform.Tokens/Usage/UseWriter.cs"] = "Counts of uses in batches: bookkeeping, on which no grant rests",
            },
            "Rows written past the change tracker leave no audit entry and drop no cached grant: that needs a reason on this list.");

    private static IEnumerable<string> FilesWith(Regex pattern) =>
        House.Sources.Where(file => file.Find(pattern).Any()).Select(file => file.Path);

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\.Result\b")]
    private static partial Regex TaskResult();

    [GeneratedRegex(@"\bIgnoreQueryFilters\b|\.OfEveryOrganization\b")]
    private static partial Regex FilterLifted();

    [GeneratedRegex(@"\bIQueryable<\w+> \w+OfEveryOrganization => db\.Set<\w+>\(\)\.OfEveryOrganization\(\)")]
    private static partial Regex NamedLift();

    [GeneratedRegex(@"\w+OfEveryOrganization\b|\bOfEveryOrganizationAsync\b|\bCreateCommandOnEveryOrganizationAsync\(")]
    private static partial Regex EveryOrganization();

    [GeneratedRegex(@"\.(Enter|Within)\(")]
    private static partial Regex OrganizationEntered();

    [GeneratedRegex(@"\b(ExecuteUpdate|ExecuteDelete|FromSql|ExecuteSql|SqlQuery|CreateCommand|CreateCommandOnEveryOrganization|GetDbConnection)(Raw|Interpolated)?(Async)?\b")]
    private static partial Regex TrackingBypassed();
}

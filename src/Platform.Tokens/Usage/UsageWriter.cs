using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>Adds counts to the tables, many rows to a statement, and keeps the number of addresses within bounds.</summary>
internal sealed class UsageWriter(PlatformDbContext db, DatabaseProvider provider)
{
    /// <summary>Folds the addresses beyond the first ones of an hour or day into one row.</summary>
    public async Task<Dictionary<UsageKey, UsageTally>> BoundAsync(Dictionary<UsageKey, UsageTally> rows, CancellationToken cancellationToken)
    {
        var places = rows.Keys.Where(IsAddress).GroupBy(key => (key.SubjectId, key.Grain, key.At)).ToList();
        if (places.Count == 0)
        {
            return rows;
        }

        var subjects = places.Select(place => place.Key.SubjectId).Distinct().ToList();
        var times = places.Select(place => place.Key.At).Distinct().ToList();
        var grains = places.Select(place => place.Key.Grain).Distinct().ToList();
        var held = await db.UsageCountsOfEveryOrganization.AsNoTracking()
            .Where(count => subjects.Contains(count.SubjectId) && grains.Contains(count.Grain) && count.Kind == UsageKind.Address && times.Contains(count.At))
            .GroupBy(count => new { count.SubjectId, count.Grain, count.At })
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => (row.Key.SubjectId, row.Key.Grain, row.Key.At), row => row.Count, cancellationToken);
        foreach (var place in places)
        {
            if (held.GetValueOrDefault(place.Key) + place.Count() > UsageCount.MostAddresses)
            {
                await FoldAsync(rows, place.ToList(), cancellationToken);
            }
        }

        return rows;
    }

    /// <summary>In the order of the keys, so that two writers never wait for each other.</summary>
    public Task AddAsync(Dictionary<UsageKey, UsageTally> rows, CancellationToken cancellationToken) => AddAsync(
        UsageTables.Counts,
        rows.OrderBy(row => row.Key.SubjectId).ThenBy(row => row.Key.Grain).ThenBy(row => row.Key.Kind).ThenBy(row => row.Key.At).ThenBy(row => row.Key.Name, StringComparer.Ordinal)
            .Select(row => (object[])
            [
                row.Key.SubjectId, (int)row.Key.Grain, (int)row.Key.Kind, row.Key.At, row.Key.Name, row.Key.OrganizationId,
                row.Value.Ok, row.Value.Invalid, row.Value.Denied, row.Value.RateLimited, row.Value.Error, row.Value.LastSeenAt,
            ]),
        cancellationToken);

    /// <summary>Notes networks that raise no question.</summary>
    public Task AddAsync(IEnumerable<(Guid TokenId, Guid OrganizationId, string Network)> networks, DateTime now, CancellationToken cancellationToken) => AddAsync(
        UsageTables.Networks,
        networks.OrderBy(row => row.TokenId).ThenBy(row => row.Network, StringComparer.Ordinal).Select(row => (object[])[row.TokenId, row.Network, row.OrganizationId, now]),
        cancellationToken);

    private static bool IsAddress(UsageKey key) => key is { Kind: UsageKind.Address, Name: not UsageCount.Other };

    /// <summary>The known ones and the busiest new ones keep their names.</summary>
    private async Task FoldAsync(Dictionary<UsageKey, UsageTally> rows, List<UsageKey> place, CancellationToken cancellationToken)
    {
        var any = place[0];
        var known = await db.UsageCountsOfEveryOrganization.AsNoTracking()
            .Where(count => count.SubjectId == any.SubjectId && count.Grain == any.Grain && count.Kind == UsageKind.Address && count.At == any.At && count.Name != UsageCount.Other)
            .Select(count => count.Name)
            .ToHashSetAsync(cancellationToken);
        var fresh = place.Where(key => !known.Contains(key.Name)).OrderByDescending(key => rows[key].Total);
        foreach (var key in fresh.Skip(Math.Max(0, UsageCount.MostAddresses - known.Count)).ToList())
        {
            UsageRows.Add(rows, key with { Name = UsageCount.Other }, rows[key]);
            rows.Remove(key);
        }
    }

    private async Task AddAsync(CountTable table, IEnumerable<object[]> rows, CancellationToken cancellationToken)
    {
        await using var command = await db.CreateCommandOnEveryOrganizationAsync(cancellationToken);
        var prepared = 0;
        foreach (var chunk in rows.Chunk(provider.RowsOfAddUp))
        {
            // The same statement with other values, but for the last.
            if (chunk.Length != prepared)
            {
                prepared = chunk.Length;
                command.CommandText = provider.AddUp(table, prepared);
                command.Parameters.Clear();
                for (var at = 0; at < prepared * table.Columns.Count; at++)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = $"@p{at}";
                    command.Parameters.Add(parameter);
                }
            }

            var next = 0;
            foreach (var value in chunk.SelectMany(row => row))
            {
                command.Parameters[next++].Value = value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

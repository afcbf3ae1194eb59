using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;
using Platform.Kernel.Organizations;

namespace Platform.IntegrationTests.Harness;

/// <summary>An organization's rows in every table that can have some, as the model says which these are.</summary>
public static class OrganizationRows
{
    /// <summary>Table → how many rows of it are the organization's.</summary>
    public static async Task<Dictionary<string, int>> CountRowsAsync(this PlatformHost host, Guid organization)
    {
        await using var tables = await host.OpenTablesAsync();
        var counts = new Dictionary<string, int>();
        foreach (var table in TablesOf(host))
        {
            var sql = $"SELECT COUNT(*) FROM {table.Name} WHERE lower(CAST({table.Organization.GetColumnName()} AS varchar(36))) = '{organization}'";
            counts[table.Name] = Convert.ToInt32(await tables.ScalarAsync(sql), CultureInfo.InvariantCulture);
        }

        return counts;
    }

    /// <summary>Gives each table that has no row of the organization one, past everything that guards it; and answers which these were.</summary>
    public static async Task<IReadOnlyList<string>> FillAsync(this PlatformHost host, Guid organization)
    {
        var counts = await host.CountRowsAsync(organization);
        var empty = TablesOf(host).Where(table => counts[table.Name] == 0).ToList();
        await using var db = host.Services.GetRequiredService<OwnerDatabase>().Open();
        await db.Database.OpenConnectionAsync();
        foreach (var table in empty)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            var properties = table.Entity.GetProperties().ToList();
            foreach (var (at, property) in properties.Index())
            {
                var value = property == table.Organization ? organization : SomeValue(property);
                command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, $"@p{at}", value, property.IsNullable));
            }

            command.CommandText = $"INSERT INTO {table.Name} ({string.Join(", ", properties.Select(property => $"\"{property.GetColumnName()}\""))}) VALUES ({string.Join(", ", properties.Select((_, at) => $"@p{at}"))})";
            await command.ExecuteNonQueryAsync();
        }

        return [.. empty.Select(table => table.Name)];
    }

    private static IReadOnlyList<OrganizationTable> TablesOf(PlatformHost host)
    {
        using var db = host.Services.GetRequiredService<OwnerDatabase>().Open();
        return OrganizationTable.Of(db.Model);
    }

    private static object? SomeValue(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return property.IsNullable && !property.IsKey() ? null
            : type == typeof(Guid) ? Guid.CreateVersion7()
            : type == typeof(string) ? "some"
            : type == typeof(byte[]) ? Guid.CreateVersion7().ToByteArray().Concat(new byte[16]).ToArray()
            : type == typeof(DateTime) ? new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc)
            : Activator.CreateInstance(type);
    }
}

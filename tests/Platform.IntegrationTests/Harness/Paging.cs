namespace Platform.IntegrationTests.Harness;

/// <summary>Reads lists to their end.</summary>
public static class Paging
{
    /// <summary>All rows, page after page; each page but the last is full, and only the first tells the total.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ReadAllAsync(ApiClient client, string path)
    {
        var limit = int.Parse(System.Web.HttpUtility.ParseQueryString(path.Split('?')[1])["limit"]!, System.Globalization.CultureInfo.InvariantCulture);
        var page = await client.GetAsync(path).Expect(200);
        var total = (int?)page.Json["total"];
        List<JsonNode> rows = [.. page.Items];
        while ((string?)page.Json["nextCursor"] is { } cursor)
        {
            page.Items.Count.ShouldBe(limit);
            page = await client.GetAsync($"{path}&cursor={cursor}").Expect(200);
            page.Json["total"].ShouldBeNull();
            rows.AddRange(page.Items);
        }

        rows.Count.ShouldBe(total.ShouldNotBeNull());
        return rows;
    }
}

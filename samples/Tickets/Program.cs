// A downstream product: tickets of many organizations, whose callers a Platform instance knows. `npm run sample` starts it
// beside an instance with demo data; by itself it needs Platform__Address and Platform__ApplicationToken.
using System.Security.Claims;
using Platform.Client;
using Tickets;

var builder = WebApplication.CreateBuilder(args);
var platform = builder.Configuration.GetSection("Platform");
builder.Services.AddSingleton<TicketList>();
builder.Services.AddPlatform(options =>
{
    options.Address = platform.GetValue<Uri>("Address");
    options.ApplicationToken = platform["ApplicationToken"] ?? "";
    options.Resource = "tickets";
});

var app = builder.Build();

// Whoever runs it sees whether it answers from memory; nobody needs a token for that.
app.MapGet("/health", (PlatformVerifier verifier) => new { status = "ok", feed = verifier.IsFed });

// The same without a token, to see what verifying costs: `npm run bench -- --client`.
app.MapGet("/open/tickets/{id:int}", (TicketList tickets, int id) => Found(tickets.Find(Guid.Empty, id)));

var tickets = app.MapGroup("/tickets");

tickets.MapGet("", (TicketList tickets, ClaimsPrincipal user) => tickets.Of(Caller(user).Organization.Id)).RequireScope("read");

tickets.MapGet("/{id:int}", (TicketList tickets, ClaimsPrincipal user, int id) => Found(tickets.Find(Caller(user).Organization.Id, id))).RequireScope("read");

tickets.MapPost("", (TicketList tickets, ClaimsPrincipal user, NewTicket ticket) =>
{
    if (string.IsNullOrWhiteSpace(ticket.Title) || ticket.Title.Length > NewTicket.LongestTitle)
    {
        return Results.ValidationProblem(
            new Dictionary<string, string[]> { ["title"] = [$"title must have 1 to {NewTicket.LongestTitle} characters."] }, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    var caller = Caller(user);
    var opened = tickets.Open(caller.Organization.Id, ticket.Title, caller.Subject.Name);
    return Results.Created($"/tickets/{opened.Id}", opened);
}).RequireScope("write");

tickets.MapPost("/{id:int}/close", (TicketList tickets, ClaimsPrincipal user, int id) => Found(tickets.Close(Caller(user).Organization.Id, id))).RequireScope("write");

await app.RunAsync();

// Behind RequireScope there is always one.
static PlatformPrincipal Caller(ClaimsPrincipal user) => (PlatformPrincipal)user;

static IResult Found(Ticket? ticket) => ticket is null ? Results.NotFound() : Results.Ok(ticket);

/// <summary>What a caller sends to open a ticket.</summary>
internal sealed record NewTicket(string? Title)
{
    public const int LongestTitle = 200;
}

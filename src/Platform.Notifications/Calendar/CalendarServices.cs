using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Notifications.Features;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Notifications.Calendar;

/// <summary>The part of the module's door that belongs to the calendar feed.</summary>
internal static class CalendarServices
{
    public static void MapCalendar(this IEndpointRouteBuilder api, string tag)
    {
        var mine = api.MapGroup("/me/calendar").WithTags(tag);
        mine.MapGet("", GetMyCalendar.Endpoint).Named("GetMyCalendar", "Whether there is a calendar feed of one's own").Answers<MyCalendarAnswer>().RequiresSignIn()
            .Refuses(ErrorCodes.NotFound, "The caller has no calendar feed");
        mine.MapPost("", MakeMyCalendar.Endpoint).Named("MakeMyCalendar", "Make the address of one's own calendar feed, or make it anew; it is shown this once").Answers<MadeCalendarAnswer>(StatusCodes.Status201Created).RequiresSignIn();
        mine.MapDelete("", RemoveMyCalendar.Endpoint).Named("RemoveMyCalendar", "Remove one's own calendar feed; its address opens nothing any more").Answers().RequiresSignIn()
            .Refuses(ErrorCodes.NotFound, "The caller has no calendar feed");
        api.MapGet("/calendar/token-expirations.ics", GetTokenExpirations.Endpoint).WithTags(tag).Named("GetTokenExpirations", "When tokens end, as a calendar (RFC 5545)").AnswersFile("text/calendar").ExampleAnswer("The calendar", ("calendar", "\"BEGIN:VCALENDAR\\r\\nVERSION:2.0\\r\\n…\\r\\nEND:VCALENDAR\"")).AllowPublic("The key in the address is the credential: calendars can send no other")
            .Refuses(ErrorCodes.NotFound, "The key opens no calendar").Refuses(ErrorCodes.RateLimited, "Too many wrong keys came from the address");
    }
}

/// <summary>The key of a feed: 32 random bytes, of which only the hash is kept.</summary>
internal static class FeedKey
{
    public static (string Key, byte[] Hash) Create()
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (key, HashOf(key));
    }

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

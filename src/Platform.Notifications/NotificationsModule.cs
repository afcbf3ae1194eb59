using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Notifications;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Modules;
using Platform.Notifications.Calendar;
using Platform.Notifications.Data;
using Platform.Notifications.Features;
using Platform.Notifications.Jobs;
using Platform.Notifications.Mail;
using Platform.Notifications.Reactions;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications;

/// <summary>Tells people what happened. It takes everything from the outbox, so that no fault of its own undoes a change.</summary>
public sealed class NotificationsModule : IModule
{
    public string Name => "Notifications";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SmtpSettings.Read(configuration));
        services.AddSingleton<MailSignal>();
        services.AddHostedService<MailSender>();
        services.AddScoped<Audience>();
        services.AddScoped<TokenNotices>();
        services.AddScoped<PeopleNotices>();
        services.AddScoped<SupportNotices>();
        services.AddScoped<OrganizationNotices>();
        services.AddJob(new Job("notices-prune", TimeSpan.FromHours(6), () => new PruneNotices(), PerOrganization: true) { Description = "Forgets old notices" });
        services.AddJob(new Job("mails-prune", TimeSpan.FromHours(6), () => new PruneMails()) { Description = "Forgets mails that were sent or given up" });
        services.AddWebhooks(configuration);
    }

    public void MapModel(ModelBuilder model)
    {
        model.MapNotifications();
        model.MapWebhooks();
        model.MapCalendar();
    }

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var notifications = api.MapGroup("/notifications").WithTags(Name);
        notifications.MapGet("", ListNotifications.Endpoint).Named("ListNotifications", "List one's own notices").Answers<Page<NotificationAnswer>>().Requires(NotificationsPermissions.Read);
        notifications.MapPost("/{id:guid}/read", ReadNotification.Endpoint).Named("ReadNotification", "Mark a notice read").Answers().Requires(NotificationsPermissions.Write);
        notifications.MapPost("/read-all", ReadNotification.AllEndpoint).Named("ReadAllNotifications", "Mark all of one's notices read").Answers().Requires(NotificationsPermissions.Write);
        notifications.MapGet("/preferences", GetNotificationPreferences.Endpoint).Named("GetNotificationPreferences", "Read how one is told of each event").Answers<NotificationPreferencesAnswer>().RequiresSignIn(NotificationsPermissions.Read);
        notifications.MapPut("/preferences", SetNotificationPreferences.Endpoint).Named("SetNotificationPreferences", "Choose how one is told of events").Answers<NotificationPreferencesAnswer>().RequiresSignIn(NotificationsPermissions.Write);

        api.MapWebhooks(Name);
        api.MapCalendar(Name);
    }
}

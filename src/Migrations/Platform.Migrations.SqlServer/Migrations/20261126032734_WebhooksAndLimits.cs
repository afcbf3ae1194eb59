using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class WebhooksAndLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "kernel_limit_demand",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    node_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    asked = table.Column<long>(type: "bigint", nullable: false),
                    milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_limit_demand", x => new { x.token_id, x.node_id });
                });

            migrationBuilder.CreateTable(
                name: "notifications_attempt",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    delivery_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    milliseconds = table.Column<int>(type: "int", nullable: false),
                    signature = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    status_code = table.Column<int>(type: "int", nullable: true),
                    error = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    response_body = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_attempt", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_calendar_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_calendar_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_delivery",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @event = table.Column<string>(name: "event", type: "nvarchar(60)", maxLength: 60, nullable: false),
                    body = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    status = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    begun_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    claim = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    last_attempt_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_status_code = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_delivery", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_webhook",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    url = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    description = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    events = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    status = table.Column<int>(type: "int", nullable: false),
                    disabled_reason = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    secret = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    overlap_ends_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    failing_since = table.Column<DateTime>(type: "datetime2", nullable: true),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_webhook", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_attempt_delivery_id",
                table: "notifications_attempt",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_calendar_key_hash",
                table: "notifications_calendar_key",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_calendar_key_organization_id_person_id",
                table: "notifications_calendar_key",
                columns: new[] { "organization_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_delivery_due_at_webhook_id",
                table: "notifications_delivery",
                columns: new[] { "due_at", "webhook_id" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_delivery_message_id_webhook_id",
                table: "notifications_delivery",
                columns: new[] { "message_id", "webhook_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_delivery_organization_id_created_at",
                table: "notifications_delivery",
                columns: new[] { "organization_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_delivery_webhook_id_created_at",
                table: "notifications_delivery",
                columns: new[] { "webhook_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_webhook_organization_id_created_at",
                table: "notifications_webhook",
                columns: new[] { "organization_id", "created_at" });

            migrationBuilder.Protect("notifications_attempt", "notifications_calendar_key", "notifications_delivery", "notifications_webhook");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Unprotect("notifications_attempt", "notifications_calendar_key", "notifications_delivery", "notifications_webhook");

            migrationBuilder.DropTable(
                name: "kernel_limit_demand");

            migrationBuilder.DropTable(
                name: "notifications_attempt");

            migrationBuilder.DropTable(
                name: "notifications_calendar_key");

            migrationBuilder.DropTable(
                name: "notifications_delivery");

            migrationBuilder.DropTable(
                name: "notifications_webhook");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.Sqlite.Migrations
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
                    token_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    node_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked = table.Column<long>(type: "INTEGER", nullable: false),
                    milliseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_limit_demand", x => new { x.token_id, x.node_id });
                });

            migrationBuilder.CreateTable(
                name: "notifications_attempt",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    delivery_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    milliseconds = table.Column<int>(type: "INTEGER", nullable: false),
                    signature = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    status_code = table.Column<int>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    response_body = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_attempt", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_calendar_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_calendar_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_delivery",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    webhook_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", maxLength: 60, nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    begun_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    claim = table.Column<Guid>(type: "TEXT", nullable: true),
                    last_attempt_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_status_code = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_delivery", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_webhook",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    url = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    events = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    disabled_reason = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    overlap_ends_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failing_since = table.Column<DateTime>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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

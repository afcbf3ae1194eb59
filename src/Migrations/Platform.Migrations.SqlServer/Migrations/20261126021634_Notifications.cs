using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Notifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_kernel_outbox_due_at_id",
                table: "kernel_outbox");

            migrationBuilder.AddColumn<Guid>(
                name: "actor_id",
                table: "kernel_outbox",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "claimed_until",
                table: "kernel_outbox",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "position",
                table: "kernel_outbox",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "state",
                table: "kernel_outbox",
                type: "int",
                nullable: false,
                defaultValue: 0);

            // What was delivered, or given up, stays so. (migrationBuilder knows no enum: 1 is Delivered, 2 Parked.)
            migrationBuilder.Sql("EXEC(N'UPDATE kernel_outbox SET state = CASE WHEN last_error IS NULL THEN 1 ELSE 2 END WHERE due_at IS NULL')");

            migrationBuilder.CreateTable(
                name: "kernel_job_run",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    job = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    node = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    started_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    items = table.Column<int>(type: "int", nullable: false),
                    error = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_job_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_mail",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    message_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    recipient = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    content = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    claimed_until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    last_error = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    sent_at = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_mail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_preference",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @event = table.Column<string>(name: "event", type: "nvarchar(60)", maxLength: 60, nullable: false),
                    in_app = table.Column<bool>(type: "bit", nullable: false),
                    email = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_preference", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tokens_reminder",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    days = table.Column<int>(type: "int", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sent_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_reminder", x => new { x.token_id, x.days });
                });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_notice_organization_id_person_id_read_at_created_at",
                table: "notifications_notice",
                columns: new[] { "organization_id", "person_id", "read_at", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_state_organization_id_position",
                table: "kernel_outbox",
                columns: new[] { "state", "organization_id", "position" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_job_run_job_started_at",
                table: "kernel_job_run",
                columns: new[] { "job", "started_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_mail_message_id_recipient",
                table: "notifications_mail",
                columns: new[] { "message_id", "recipient" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_mail_state_due_at",
                table: "notifications_mail",
                columns: new[] { "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_preference_person_id_event",
                table: "notifications_preference",
                columns: new[] { "person_id", "event" },
                unique: true);

            migrationBuilder.Protect("notifications_preference", "tokens_reminder");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Unprotect("notifications_preference", "tokens_reminder");

            migrationBuilder.DropTable(
                name: "kernel_job_run");

            migrationBuilder.DropTable(
                name: "notifications_mail");

            migrationBuilder.DropTable(
                name: "notifications_preference");

            migrationBuilder.DropTable(
                name: "tokens_reminder");

            migrationBuilder.DropIndex(
                name: "IX_notifications_notice_organization_id_person_id_read_at_created_at",
                table: "notifications_notice");

            migrationBuilder.DropIndex(
                name: "IX_kernel_outbox_state_organization_id_position",
                table: "kernel_outbox");

            migrationBuilder.DropColumn(
                name: "actor_id",
                table: "kernel_outbox");

            migrationBuilder.DropColumn(
                name: "claimed_until",
                table: "kernel_outbox");

            migrationBuilder.DropColumn(
                name: "position",
                table: "kernel_outbox");

            migrationBuilder.DropColumn(
                name: "state",
                table: "kernel_outbox");

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_due_at_id",
                table: "kernel_outbox",
                columns: new[] { "due_at", "id" });
        }
    }
}

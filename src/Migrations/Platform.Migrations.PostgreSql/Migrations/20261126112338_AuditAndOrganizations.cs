using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AuditAndOrganizations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_audit_entry_organization_id_target_id",
                table: "audit_entry");

            migrationBuilder.AddColumn<int>(
                name: "audit_retention_days",
                table: "tenancy_organization",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "deleted_at",
                table: "tenancy_organization",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "purge_at",
                table: "tenancy_organization",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "resumed_at",
                table: "tenancy_organization",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "suspended_at",
                table: "tenancy_organization",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "suspended_reason",
                table: "tenancy_organization",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "invited_until",
                table: "tenancy_operator",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "pruned_through",
                table: "audit_head",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "audit_checkpoint",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    signature = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_checkpoint", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_audit_stream",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: true),
                    offered_up_to = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_audit_stream", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenancy_former_slug",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    replaced_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenancy_former_slug", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenancy_support_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    operator_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    operator_email = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_by_kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    ended_by_name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenancy_support_entry", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tokens_reminder_organization_id",
                table: "tokens_reminder",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_tokens_network_organization_id",
                table: "tokens_network",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_tokens_caller_organization_id",
                table: "tokens_caller",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_preference_organization_id",
                table: "notifications_preference",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_attempt_organization_id",
                table: "notifications_attempt",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_action_sequence",
                table: "audit_entry",
                columns: new[] { "organization_id", "action", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_actor_id_sequence",
                table: "audit_entry",
                columns: new[] { "organization_id", "actor_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_at",
                table: "audit_entry",
                columns: new[] { "organization_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_target_id_sequence",
                table: "audit_entry",
                columns: new[] { "organization_id", "target_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_checkpoint_organization_id_sequence",
                table: "audit_checkpoint",
                columns: new[] { "organization_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_audit_stream_organization_id_webhook_id",
                table: "notifications_audit_stream",
                columns: new[] { "organization_id", "webhook_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_former_slug_organization_id",
                table: "tenancy_former_slug",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_former_slug_slug",
                table: "tenancy_former_slug",
                column: "slug");

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_support_entry_ended_at_until",
                table: "tenancy_support_entry",
                columns: new[] { "ended_at", "until" });

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_support_entry_operator_account_id_ended_at",
                table: "tenancy_support_entry",
                columns: new[] { "operator_account_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_support_entry_organization_id_created_at",
                table: "tenancy_support_entry",
                columns: new[] { "organization_id", "created_at" });

            migrationBuilder.Protect("notifications_audit_stream");
            migrationBuilder.Protect("audit_checkpoint");
            migrationBuilder.Protect("tenancy_support_entry");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_checkpoint");

            migrationBuilder.DropTable(
                name: "notifications_audit_stream");

            migrationBuilder.DropTable(
                name: "tenancy_former_slug");

            migrationBuilder.DropTable(
                name: "tenancy_support_entry");

            migrationBuilder.DropIndex(
                name: "IX_tokens_reminder_organization_id",
                table: "tokens_reminder");

            migrationBuilder.DropIndex(
                name: "IX_tokens_network_organization_id",
                table: "tokens_network");

            migrationBuilder.DropIndex(
                name: "IX_tokens_caller_organization_id",
                table: "tokens_caller");

            migrationBuilder.DropIndex(
                name: "IX_notifications_preference_organization_id",
                table: "notifications_preference");

            migrationBuilder.DropIndex(
                name: "IX_notifications_attempt_organization_id",
                table: "notifications_attempt");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_organization_id_action_sequence",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_organization_id_actor_id_sequence",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_organization_id_at",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_organization_id_target_id_sequence",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "audit_retention_days",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "purge_at",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "resumed_at",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "suspended_at",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "suspended_reason",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "invited_until",
                table: "tenancy_operator");

            migrationBuilder.DropColumn(
                name: "pruned_through",
                table: "audit_head");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_target_id",
                table: "audit_entry",
                columns: new[] { "organization_id", "target_id" });
        }
    }
}

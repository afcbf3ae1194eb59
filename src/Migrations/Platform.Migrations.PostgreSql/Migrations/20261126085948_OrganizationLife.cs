using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class OrganizationLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "IX_tenancy_former_slug_organization_id",
                table: "tenancy_former_slug",
                column: "organization_id");

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_former_slug_slug",
                table: "tenancy_former_slug",
                column: "slug");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tenancy_former_slug");

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
        }
    }
}

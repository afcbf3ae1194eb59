using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SupportEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "invited_until",
                table: "tenancy_operator",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "tenancy_support_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    operator_account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    operator_email = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    until = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ended_by_kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    ended_by_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenancy_support_entry", x => x.id);
                });

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tenancy_support_entry");

            migrationBuilder.DropColumn(
                name: "invited_until",
                table: "tenancy_operator");
        }
    }
}

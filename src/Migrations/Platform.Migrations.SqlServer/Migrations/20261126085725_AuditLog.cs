using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AuditLog : Migration
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
                type: "int",
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    signature = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_checkpoint", x => x.id);
                });

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

            migrationBuilder.Protect("audit_checkpoint");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Unprotect("audit_checkpoint");

            migrationBuilder.DropTable(
                name: "audit_checkpoint");

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
                name: "pruned_through",
                table: "audit_head");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_target_id",
                table: "audit_entry",
                columns: new[] { "organization_id", "target_id" });
        }
    }
}

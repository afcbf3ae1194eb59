using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AuditStreams : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "notifications_audit_stream",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    delivery_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    offered_up_to = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_audit_stream", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_audit_stream_organization_id_webhook_id",
                table: "notifications_audit_stream",
                columns: new[] { "organization_id", "webhook_id" },
                unique: true);

            migrationBuilder.Protect("notifications_audit_stream");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Unprotect("notifications_audit_stream");

            migrationBuilder.DropTable(
                name: "notifications_audit_stream");
        }
    }
}

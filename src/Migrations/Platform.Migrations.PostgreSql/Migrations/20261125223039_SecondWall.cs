using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class SecondWall : Migration
    {
        private static readonly string[] Tables =
        [
            "audit_entry",
            "notifications_notice",
            "personnel_import",
            "personnel_invitation",
            "personnel_person",
            "roles_assignment",
            "roles_role",
            "tokens_caller",
            "tokens_network",
            "tokens_service_account",
            "tokens_token",
            "tokens_usage",
            "tokens_word",
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddRole();
            migrationBuilder.Protect(Tables);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Unprotect(Tables);
            migrationBuilder.RemoveRole();
        }
    }
}

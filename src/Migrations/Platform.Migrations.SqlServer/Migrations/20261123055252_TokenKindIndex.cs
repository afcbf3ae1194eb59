using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class TokenKindIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_tokens_kind_ends",
                table: "tokens_token",
                columns: new[] { "organization_id", "kind", "ends_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tokens_kind_ends",
                table: "tokens_token");
        }
    }
}

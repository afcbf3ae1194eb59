using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class TokenLifeAndUsage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tokens_token_expires_at",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "IX_tokens_token_organization_id_created_at",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "IX_tokens_token_owner_id",
                table: "tokens_token");

            migrationBuilder.AddColumn<DateTime>(
                name: "ends_at",
                table: "tokens_token",
                type: "datetime2",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<bool>(
                name: "ends_replaced_on_first_use",
                table: "tokens_token",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "first_used_at",
                table: "tokens_token",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "form",
                table: "tokens_token",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "last_used_agent",
                table: "tokens_token",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "rate_limit_per_minute",
                table: "tokens_token",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "replaced_at",
                table: "tokens_token",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaced_by_id",
                table: "tokens_token",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaces_id",
                table: "tokens_token",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_name",
                table: "tokens_token",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "state",
                table: "tokens_token",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "unused_notice_at",
                table: "tokens_token",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "used_at",
                table: "tokens_token",
                type: "datetime2",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<DateTime>(
                name: "used_late_at",
                table: "tokens_token",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "deleted_at",
                table: "tokens_service_account",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "allowed_addresses",
                table: "tenancy_organization",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "default_rate_limit_per_minute",
                table: "tenancy_organization",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "idle_revocation_days",
                table: "tenancy_organization",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "max_active_user_tokens",
                table: "tenancy_organization",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "max_overlap_hours",
                table: "tenancy_organization",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "reminder_days",
                table: "tenancy_organization",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "tokens_caller",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    address = table.Column<string>(type: "nvarchar(45)", maxLength: 45, nullable: false),
                    agent = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    last_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    use_count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_caller", x => new { x.token_id, x.address, x.agent });
                });

            migrationBuilder.CreateTable(
                name: "tokens_network",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    network = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    first_seen_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_network", x => new { x.token_id, x.network });
                });

            migrationBuilder.CreateTable(
                name: "tokens_usage",
                columns: table => new
                {
                    subject_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    grain = table.Column<int>(type: "int", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ok = table.Column<long>(type: "bigint", nullable: false),
                    invalid = table.Column<long>(type: "bigint", nullable: false),
                    denied = table.Column<long>(type: "bigint", nullable: false),
                    rate_limited = table.Column<long>(type: "bigint", nullable: false),
                    error = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_usage", x => new { x.subject_id, x.grain, x.kind, x.at, x.name });
                });

            migrationBuilder.CreateTable(
                name: "tokens_word",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    token_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    word = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_word", x => new { x.organization_id, x.token_id, x.word });
                });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_created",
                table: "tokens_token",
                columns: new[] { "organization_id", "created_at", "id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_ends",
                table: "tokens_token",
                columns: new[] { "organization_id", "ends_at", "id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_name",
                table: "tokens_token",
                columns: new[] { "organization_id", "search_name", "id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_owner_created",
                table: "tokens_token",
                columns: new[] { "organization_id", "owner_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_owner_ends",
                table: "tokens_token",
                columns: new[] { "organization_id", "owner_id", "ends_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_owner_name",
                table: "tokens_token",
                columns: new[] { "organization_id", "owner_id", "search_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_owner_used",
                table: "tokens_token",
                columns: new[] { "organization_id", "owner_id", "used_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_state_created",
                table: "tokens_token",
                columns: new[] { "organization_id", "state", "created_at", "id", "expires_at", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_state_ends",
                table: "tokens_token",
                columns: new[] { "organization_id", "state", "ends_at", "id", "expires_at", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_state_name",
                table: "tokens_token",
                columns: new[] { "organization_id", "state", "search_name", "id", "expires_at", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_state_used",
                table: "tokens_token",
                columns: new[] { "organization_id", "state", "used_at", "id", "expires_at", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_tokens_used",
                table: "tokens_token",
                columns: new[] { "organization_id", "used_at", "id", "kind" });

            migrationBuilder.CreateIndex(
                name: "IX_tokens_usage_organization_id_grain_at",
                table: "tokens_usage",
                columns: new[] { "organization_id", "grain", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_tokens_word_organization_id_word_token_id",
                table: "tokens_word",
                columns: new[] { "organization_id", "word", "token_id" });

            // Each by itself: a script has the whole migration in one batch, which is compiled before the columns are there.
            migrationBuilder.Sql("EXEC(N'UPDATE tokens_token SET search_name = lower(name), ends_at = COALESCE(expires_at, ''9999-01-01T00:00:00''), used_at = COALESCE(last_used_at, ''1970-01-01T00:00:00''), state = CASE WHEN revoked_at IS NOT NULL THEN 3 WHEN expiry_announced = 1 THEN 2 ELSE 0 END');");
            migrationBuilder.Sql("EXEC(N'UPDATE tenancy_organization SET max_active_user_tokens = 1, max_overlap_hours = 168, reminder_days = ''[90,30,7]''');");
            migrationBuilder.Sql("EXEC(N'INSERT INTO tokens_word (organization_id, token_id, word) SELECT organization_id, id, LOWER(CONVERT(varchar(200), CONVERT(varbinary(100), CAST(LOWER(name) COLLATE Latin1_General_100_CI_AS_SC_UTF8 AS varchar(400))), 2)) FROM tokens_token');");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tokens_caller");

            migrationBuilder.DropTable(
                name: "tokens_network");

            migrationBuilder.DropTable(
                name: "tokens_usage");

            migrationBuilder.DropTable(
                name: "tokens_word");

            migrationBuilder.DropIndex(
                name: "ix_tokens_created",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_ends",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_name",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_owner_created",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_owner_ends",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_owner_name",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_owner_used",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_state_created",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_state_ends",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_state_name",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_state_used",
                table: "tokens_token");

            migrationBuilder.DropIndex(
                name: "ix_tokens_used",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "ends_at",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "ends_replaced_on_first_use",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "first_used_at",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "form",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "last_used_agent",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "rate_limit_per_minute",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "replaced_at",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "replaced_by_id",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "replaces_id",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "search_name",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "state",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "unused_notice_at",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "used_at",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "used_late_at",
                table: "tokens_token");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                table: "tokens_service_account");

            migrationBuilder.DropColumn(
                name: "allowed_addresses",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "default_rate_limit_per_minute",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "idle_revocation_days",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "max_active_user_tokens",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "max_overlap_hours",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "reminder_days",
                table: "tenancy_organization");

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_expires_at",
                table: "tokens_token",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_organization_id_created_at",
                table: "tokens_token",
                columns: new[] { "organization_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_owner_id",
                table: "tokens_token",
                column: "owner_id");
        }
    }
}

using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AccountsPeopleRoles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "require_mfa",
                table: "tenancy_organization",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "batch_id",
                table: "roles_assignment",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "descriptions",
                table: "roles_application",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "second_factor",
                table: "personnel_session",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "batch_id",
                table: "personnel_person",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "authenticator_key",
                table: "personnel_account",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_totp_step",
                table: "personnel_account",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "password_changed_at",
                table: "personnel_account",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "pending_authenticator_key",
                table: "personnel_account",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "recovery_codes_left",
                table: "personnel_account",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "two_factor_enabled_at",
                table: "personnel_account",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "kernel_open_batch",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    belongs_to = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    written_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_open_batch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_import",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    imported_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    new_accounts = table.Column<int>(type: "integer", nullable: false),
                    file_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    file_bytes = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_passkey",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    credential_id = table.Column<byte[]>(type: "bytea", maxLength: 1023, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", maxLength: 4000, nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    is_backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_passkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_recovery_code",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_recovery_code", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_reset_link",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    made_in = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_reset_link", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_ticket",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_ticket", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_roles_assignment_batch_id",
                table: "roles_assignment",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_batch_id",
                table: "personnel_person",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_organization_id_created_at_id",
                table: "personnel_person",
                columns: new[] { "organization_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_organization_id_last_sign_in_at_id",
                table: "personnel_person",
                columns: new[] { "organization_id", "last_sign_in_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_organization_id_search_email",
                table: "personnel_person",
                columns: new[] { "organization_id", "search_email" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_organization_id_status_id",
                table: "personnel_person",
                columns: new[] { "organization_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_open_batch_belongs_to_kind",
                table: "kernel_open_batch",
                columns: new[] { "belongs_to", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_import_organization_id_imported_at",
                table: "personnel_import",
                columns: new[] { "organization_id", "imported_at" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_passkey_account_id",
                table: "personnel_passkey",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_passkey_credential_id",
                table: "personnel_passkey",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_recovery_code_account_id_hash",
                table: "personnel_recovery_code",
                columns: new[] { "account_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_reset_link_account_id",
                table: "personnel_reset_link",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_reset_link_token_hash",
                table: "personnel_reset_link",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_ticket_account_id",
                table: "personnel_ticket",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_ticket_hash",
                table: "personnel_ticket",
                column: "hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "kernel_open_batch");

            migrationBuilder.DropTable(
                name: "personnel_import");

            migrationBuilder.DropTable(
                name: "personnel_passkey");

            migrationBuilder.DropTable(
                name: "personnel_recovery_code");

            migrationBuilder.DropTable(
                name: "personnel_reset_link");

            migrationBuilder.DropTable(
                name: "personnel_ticket");

            migrationBuilder.DropIndex(
                name: "IX_roles_assignment_batch_id",
                table: "roles_assignment");

            migrationBuilder.DropIndex(
                name: "IX_personnel_person_batch_id",
                table: "personnel_person");

            migrationBuilder.DropIndex(
                name: "IX_personnel_person_organization_id_created_at_id",
                table: "personnel_person");

            migrationBuilder.DropIndex(
                name: "IX_personnel_person_organization_id_last_sign_in_at_id",
                table: "personnel_person");

            migrationBuilder.DropIndex(
                name: "IX_personnel_person_organization_id_search_email",
                table: "personnel_person");

            migrationBuilder.DropIndex(
                name: "IX_personnel_person_organization_id_status_id",
                table: "personnel_person");

            migrationBuilder.DropColumn(
                name: "require_mfa",
                table: "tenancy_organization");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "roles_assignment");

            migrationBuilder.DropColumn(
                name: "descriptions",
                table: "roles_application");

            migrationBuilder.DropColumn(
                name: "second_factor",
                table: "personnel_session");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "personnel_person");

            migrationBuilder.DropColumn(
                name: "authenticator_key",
                table: "personnel_account");

            migrationBuilder.DropColumn(
                name: "last_totp_step",
                table: "personnel_account");

            migrationBuilder.DropColumn(
                name: "password_changed_at",
                table: "personnel_account");

            migrationBuilder.DropColumn(
                name: "pending_authenticator_key",
                table: "personnel_account");

            migrationBuilder.DropColumn(
                name: "recovery_codes_left",
                table: "personnel_account");

            migrationBuilder.DropColumn(
                name: "two_factor_enabled_at",
                table: "personnel_account");
        }
    }
}

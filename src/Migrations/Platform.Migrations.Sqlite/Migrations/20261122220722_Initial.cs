using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor_kind = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    actor_token_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    target_kind = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    target_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    target_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    changes = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    user_agent = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    trace_id = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    previous_hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_head",
                columns: table => new
                {
                    chain = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_head", x => x.chain);
                });

            migrationBuilder.CreateTable(
                name: "kernel_change",
                columns: table => new
                {
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    part = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_change", x => new { x.revision, x.part });
                });

            migrationBuilder.CreateTable(
                name: "kernel_outbox",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    occurred_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_receipt",
                columns: table => new
                {
                    target_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    nodes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_receipt", x => x.target_id);
                });

            migrationBuilder.CreateTable(
                name: "kernel_revision",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kernel_revision", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications_notice",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    body = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    link = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    read_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications_notice", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_account",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_invitation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    token_hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_person",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    search_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    search_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    employee_number = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    api_access_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    deactivated_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_sign_in_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_refresh_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    issued_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    spent_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_refresh_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    last_organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_seen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    address = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    user_agent = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_sign_in_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    failed = table.Column<int>(type: "INTEGER", nullable: false),
                    window_started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    locked_until = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_sign_in_attempts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "personnel_signing_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    private_key = table.Column<byte[]>(type: "BLOB", maxLength: 1000, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personnel_signing_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles_application",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    normalized_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    permissions = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles_application", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles_assignment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles_assignment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles_role",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    normalized_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    built_in = table.Column<bool>(type: "INTEGER", nullable: false),
                    permissions = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_roles_role", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenancy_operator",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenancy_operator", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenancy_organization",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    contact_email = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    user_token_lifetime_days = table.Column<int>(type: "INTEGER", nullable: false),
                    service_token_max_lifetime_days = table.Column<int>(type: "INTEGER", nullable: true),
                    allow_non_expiring = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenancy_organization", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tokens_service_account",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    normalized_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    permissions = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_service_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tokens_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organization_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    integrations = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    display = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    scopes = table.Column<string>(type: "TEXT", nullable: true),
                    allowed_addresses = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    created_by_kind = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    created_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_by_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_by_kind = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    revoked_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    revoked_by_name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    revoked_reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    live_key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_used_ip = table.Column<string>(type: "TEXT", maxLength: 45, nullable: true),
                    use_count = table.Column<long>(type: "INTEGER", nullable: false),
                    expiry_announced = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tokens_token", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "kernel_revision",
                columns: new[] { "id", "value" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_sequence",
                table: "audit_entry",
                columns: new[] { "organization_id", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organization_id_target_id",
                table: "audit_entry",
                columns: new[] { "organization_id", "target_id" });

            migrationBuilder.CreateIndex(
                name: "IX_kernel_outbox_due_at_id",
                table: "kernel_outbox",
                columns: new[] { "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_notice_message_id_person_id",
                table: "notifications_notice",
                columns: new[] { "message_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_notice_organization_id_person_id_created_at",
                table: "notifications_notice",
                columns: new[] { "organization_id", "person_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_account_normalized_email",
                table: "personnel_account",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_invitation_organization_id_person_id",
                table: "personnel_invitation",
                columns: new[] { "organization_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_invitation_token_hash",
                table: "personnel_invitation",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_account_id",
                table: "personnel_person",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_organization_id_account_id",
                table: "personnel_person",
                columns: new[] { "organization_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_person_organization_id_search_name",
                table: "personnel_person",
                columns: new[] { "organization_id", "search_name" });

            migrationBuilder.CreateIndex(
                name: "IX_personnel_refresh_token_hash",
                table: "personnel_refresh_token",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_personnel_refresh_token_session_id",
                table: "personnel_refresh_token",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_session_account_id",
                table: "personnel_session",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_personnel_sign_in_attempts_normalized_email",
                table: "personnel_sign_in_attempts",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_roles_application_normalized_name",
                table: "roles_application",
                column: "normalized_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_roles_assignment_organization_id_role_id",
                table: "roles_assignment",
                columns: new[] { "organization_id", "role_id" });

            migrationBuilder.CreateIndex(
                name: "IX_roles_assignment_person_id_role_id",
                table: "roles_assignment",
                columns: new[] { "person_id", "role_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_roles_role_organization_id_normalized_name",
                table: "roles_role",
                columns: new[] { "organization_id", "normalized_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_operator_account_id",
                table: "tenancy_operator",
                column: "account_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tenancy_organization_slug",
                table: "tenancy_organization",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tokens_service_account_organization_id_normalized_name",
                table: "tokens_service_account",
                columns: new[] { "organization_id", "normalized_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_expires_at",
                table: "tokens_token",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_hash",
                table: "tokens_token",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_organization_id_created_at",
                table: "tokens_token",
                columns: new[] { "organization_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_organization_id_live_key",
                table: "tokens_token",
                columns: new[] { "organization_id", "live_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tokens_token_owner_id",
                table: "tokens_token",
                column: "owner_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "audit_head");

            migrationBuilder.DropTable(
                name: "kernel_change");

            migrationBuilder.DropTable(
                name: "kernel_outbox");

            migrationBuilder.DropTable(
                name: "kernel_receipt");

            migrationBuilder.DropTable(
                name: "kernel_revision");

            migrationBuilder.DropTable(
                name: "notifications_notice");

            migrationBuilder.DropTable(
                name: "personnel_account");

            migrationBuilder.DropTable(
                name: "personnel_invitation");

            migrationBuilder.DropTable(
                name: "personnel_person");

            migrationBuilder.DropTable(
                name: "personnel_refresh_token");

            migrationBuilder.DropTable(
                name: "personnel_session");

            migrationBuilder.DropTable(
                name: "personnel_sign_in_attempts");

            migrationBuilder.DropTable(
                name: "personnel_signing_key");

            migrationBuilder.DropTable(
                name: "roles_application");

            migrationBuilder.DropTable(
                name: "roles_assignment");

            migrationBuilder.DropTable(
                name: "roles_role");

            migrationBuilder.DropTable(
                name: "tenancy_operator");

            migrationBuilder.DropTable(
                name: "tenancy_organization");

            migrationBuilder.DropTable(
                name: "tokens_service_account");

            migrationBuilder.DropTable(
                name: "tokens_token");
        }
    }
}

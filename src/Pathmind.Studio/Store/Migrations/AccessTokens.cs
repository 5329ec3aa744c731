using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>The tokens that a user made.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127131000_AccessTokens")]
internal sealed class AccessTokens : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "Tokens",
        columns => new
        {
            Id = columns.Column<int>(),
            Created = columns.Column<DateTime>(),
            Digest = columns.Column<string>(),
            Expires = columns.Column<DateTime>(nullable: true),
            LastUsed = columns.Column<DateTime>(nullable: true),
            Name = columns.Column<string>(),
            Scope = columns.Column<string>(),
        },
        constraints: table => table.PrimaryKey("PK_Tokens", row => row.Id));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Tokens");
}

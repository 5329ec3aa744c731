using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>The links by which experiments are shared.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127171000_Shares")]
internal sealed class Shares : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "Shares",
        columns => new
        {
            Id = columns.Column<int>(),
            Created = columns.Column<DateTime>(),
            Digest = columns.Column<string>(),
            Experiments = columns.Column<string>(),
            Expires = columns.Column<DateTime>(nullable: true),
            HasCode = columns.Column<bool>(),
            HasLog = columns.Column<bool>(),
            HasNotes = columns.Column<bool>(),
            LastOpened = columns.Column<DateTime>(nullable: true),
            Name = columns.Column<string>(),
        },
        constraints: table => table.PrimaryKey("PK_Shares", row => row.Id));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Shares");
}

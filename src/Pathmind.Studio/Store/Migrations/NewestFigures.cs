using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>The newest values of an experiment's reward terms and metrics.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127172000_NewestFigures")]
internal sealed class NewestFigures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("Figures", "Experiments", defaultValue: "");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Figures", "Experiments");
}

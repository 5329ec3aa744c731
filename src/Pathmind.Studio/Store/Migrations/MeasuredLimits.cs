using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>How far the policy of an experiment keeps its limits.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127165500_MeasuredLimits")]
internal sealed class MeasuredLimits : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("Limits", "Experiments", defaultValue: "");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Limits", "Experiments");
}

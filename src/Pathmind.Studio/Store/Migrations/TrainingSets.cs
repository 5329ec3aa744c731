using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>Experiments that stand for several trainings, and those that are parts of them.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127212500_TrainingSets")]
internal sealed class TrainingSets : Migration
{
    static readonly string[] Texts = ["Set", "SetText", "PartOf"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var text in Texts)
            migrationBuilder.AddColumn<string>(text, "Experiments", defaultValue: "");
        migrationBuilder.AddColumn<int>("Part", "Experiments", defaultValue: 0);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var column in Texts.Append("Part"))
            migrationBuilder.DropColumn(column, "Experiments");
    }
}

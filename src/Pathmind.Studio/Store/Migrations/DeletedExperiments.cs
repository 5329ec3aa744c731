using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>Experiments can be deleted, and projects have a title and notes.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127131500_DeletedExperiments")]
internal sealed class DeletedExperiments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTime>("Deleted", "Experiments", nullable: true);
        migrationBuilder.CreateTable(
            "Projects",
            columns => new
            {
                Simulation = columns.Column<string>(),
                IsArchived = columns.Column<bool>(),
                Notes = columns.Column<string>(),
                Title = columns.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_Projects", row => row.Simulation));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("Projects");
        migrationBuilder.DropColumn("Deleted", "Experiments");
    }
}

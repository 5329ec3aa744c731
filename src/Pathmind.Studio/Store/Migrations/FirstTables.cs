using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pathmind.Studios.Store.Migrations;

/// <summary>Experiments and their progress. Columns name no type: each database takes its own.</summary>
[DbContext(typeof(StudioDatabase))]
[Migration("20261127080000_FirstTables")]
internal sealed class FirstTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Experiments",
            columns => new
            {
                Number = columns.Column<int>(),
                Columns = columns.Column<string>(),
                Ended = columns.Column<DateTime>(nullable: true),
                Episodes = columns.Column<long>(),
                FinalReward = columns.Column<double>(nullable: true),
                Folder = columns.Column<string>(nullable: true),
                Hints = columns.Column<string>(),
                IsArchived = columns.Column<bool>(),
                IsAskedToStop = columns.Column<bool>(),
                IsFavourite = columns.Column<bool>(),
                Iteration = columns.Column<int>(),
                Key = columns.Column<string>(),
                LastSign = columns.Column<DateTime>(),
                Log = columns.Column<string>(),
                Machine = columns.Column<string>(),
                Message = columns.Column<string>(nullable: true),
                Name = columns.Column<string>(),
                Notes = columns.Column<string>(),
                Process = columns.Column<int>(),
                RandomReward = columns.Column<double>(nullable: true),
                Reward = columns.Column<double>(nullable: true),
                Rows = columns.Column<int>(),
                Seconds = columns.Column<double>(),
                Simulation = columns.Column<string>(),
                Source = columns.Column<string>(nullable: true),
                Start = columns.Column<string>(),
                Started = columns.Column<DateTime>(),
                Status = columns.Column<string>(),
                Steps = columns.Column<long>(),
                StepsPerSecond = columns.Column<double>(),
                Stop = columns.Column<string>(nullable: true),
                TimeLimit = columns.Column<double>(nullable: true),
                TotalSteps = columns.Column<long>(nullable: true),
                TrendText = columns.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_Experiments", row => row.Number));
        migrationBuilder.CreateTable(
            "Progress",
            columns => new
            {
                Experiment = columns.Column<int>(),
                First = columns.Column<int>(),
                Columns = columns.Column<string>(),
                Rows = columns.Column<int>(),
                Values = columns.Column<byte[]>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Progress", row => new { row.Experiment, row.First });
                table.ForeignKey(
                    "FK_Progress_Experiments_Experiment", row => row.Experiment, "Experiments", "Number",
                    onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_Experiments_Key", "Experiments", "Key", unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("Progress");
        migrationBuilder.DropTable("Experiments");
    }
}

using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Examines submitted code in a process of the tool (<c>pathmind check … --json</c>), never in the studio's:
/// it compiles what others wrote, and calls it.</summary>
/// <param name="tool">Runs the process.</param>
internal sealed class CodeCheck(ToolRun tool)
{
    const int Steps = 300;                                               // of each walk: enough to see an episode's rules

    const int FewSteps = 2;

    /// <summary>About how long the walks may take: of a slow simulation fewer steps are made.</summary>
    static readonly TimeSpan LongestWalks = TimeSpan.FromSeconds(8);

    /// <summary>Longest that an examination may take; packages may have to be fetched.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Examines a folder.</summary>
    /// <param name="folder">Of the code.</param>
    /// <param name="own">A folder around it that may be written to.</param>
    /// <param name="simulation">Which of its simulations; null for the only one.</param>
    /// <param name="reward">A reward function as C# that is tried as well; null for none.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <exception cref="UploadFaultException">It never ended, or took its process along.</exception>
    public async Task<CodeReport> RunAsync(string folder, string own, string? simulation, string? reward, CancellationToken cancellation)
    {
        string[] named = simulation is null ? [] : [simulation];
        string[] tried = reward is null ? [] : [$"--reward={reward}"];    // one word: it may begin with a dash
        var steps = reward is null ? Steps : FewSteps;                   // the simulation was examined when it came
        try
        {
            var answer = await tool.RunAsync(
                new()
                {
                    Own = own, Folder = folder, Longest = Longest,
                    Arguments =
                        ["check", folder, .. named, "--steps", $"{steps}", "--time", $"{LongestWalks.TotalSeconds}s", .. tried, "--json"],
                },
                cancellation);
            return Read(answer.Output) ?? throw new UploadFaultException(CodeFault.Crash,
                $"The process that tried the simulation ended with exit code {answer.Code}: {answer.Said ?? "it said nothing"}");
        }
        catch (ToolRunException exception)
        {
            throw new UploadFaultException(exception.Fault, exception.Fault == CodeFault.Time
                ? $"The simulation was tried for {Longest.TotalSeconds:0} s and did not come back: is there an endless loop in its "
                    + "constructor, in Reset() or in Step()?"
                : $"The simulation was tried. {exception.Message}");
        }
    }

    static CodeReport? Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, StudioJson.Default.CodeReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

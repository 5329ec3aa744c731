using System.Globalization;
using Pathmind;
using Pathmind.Benchmarks;

switch (args)                                                            // what this program says to itself in another process
{
    case [BusyCore.Verb, var seconds]:
        BusyCore.Burn(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    case [ColdStart.Verb, var seed, var startedAt]:
        ColdStart.Solve(int.Parse(seed, CultureInfo.InvariantCulture), long.Parse(startedAt, CultureInfo.InvariantCulture));
        return 0;
    case [ServedProcess.Verb, var policyFolder]:
        await ServedProcess.ServeAsync(policyFolder);
        return 0;
}

if (Invocation.Parse(args) is not { } invocation)
{
    Console.Error.WriteLine(Invocation.Usage);
    return 2;
}
// a path that cannot be written is found out now, not after the measuring
using var file = invocation.JsonFile is { } path ? File.Create(path) : null;
var effort = invocation.IsQuick ? Effort.Quick : Effort.Full;
var report = new Report(effort, Display.Console, invocation.Only)
{
    Seeds = invocation.Seeds ?? [.. effort.SeedNumbers], Kept = new(invocation.KeptFile),
};
foreach (var suite in invocation.Suites)
    suite(report);
if (report.Figures.Count == 0)
{
    Console.Error.WriteLine($"No row of {args[0]} has a name that begins with '{invocation.Only}'.");
    return 2;
}
Display.Console.Show(report.ToTable());
if (file is not null)
    FigureFile.Write(file, report.Figures, Machine.Cpu, Machine.Commit());
return 0;

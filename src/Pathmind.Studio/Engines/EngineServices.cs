using Microsoft.Extensions.DependencyInjection;

namespace Pathmind.Studios.Engines;

/// <summary>What takes submissions and trains them.</summary>
internal static class EngineServices
{
    /// <param name="services">Those of the studio.</param>
    /// <param name="tool">Starts processes of user code.</param>
    public static IServiceCollection AddEngines(this IServiceCollection services, ToolProcess tool) => services
        .AddSingleton(tool)
        .AddSingleton<ITrainingEngine, ProcessEngine>()
        .AddSingleton<SubmittedTrainings>()
        .AddHostedService(all => all.GetRequiredService<SubmittedTrainings>())
        .AddSingleton<CodeStore>()
        .AddSingleton<ToolRun>()
        .AddSingleton<CodeCheck>()
        .AddSingleton(new UploadLimits())
        .AddSingleton<Submissions>()
        .AddSingleton<Populations>()
        .AddSingleton<Designs>()
        .AddHostedService<ExperimentRemoval>();
}

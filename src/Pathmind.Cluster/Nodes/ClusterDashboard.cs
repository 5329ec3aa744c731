using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace Pathmind.Clusters.Nodes;

/// <summary>The engine's own page: silos, grains, calls. It is a part of the node, and answers to no address of its
/// own: whoever has a web server hands requests over.</summary>
internal static class ClusterDashboard
{
    /// <summary>What every node needs, also one that does not show the page: the engine puts the page's grain on any of
    /// them, and asks each for its figures.</summary>
    public static void Add(ISiloBuilder silo) => silo.AddDashboard(dashboard => dashboard.HideTrace = true);

    /// <summary>What a node that shows the page needs beside.</summary>
    public static void AddPage(ISiloBuilder silo)
    {
        DiagnosticListener listener = new("Pathmind.Dashboard");
        silo.Services.AddRouting().AddSingleton(listener).AddSingleton<DiagnosticSource>(listener);
    }

    /// <summary>Answers requests whose path begins at the page.</summary>
    /// <param name="services">Of the node.</param>
    public static RequestDelegate Of(IServiceProvider services)
    {
        ApplicationBuilder pages = new(services);
        pages.UseRouting().UseEndpoints(routes => routes.MapOrleansDashboard());
        var answer = pages.Build();
        return async context =>
        {
            await using var scope = services.CreateAsyncScope();
            var own = context.RequestServices;
            context.SetEndpoint(null);
            context.RequestServices = scope.ServiceProvider;
            try
            {
                await answer(context);
            }
            finally
            {
                context.RequestServices = own;
            }
        };
    }
}

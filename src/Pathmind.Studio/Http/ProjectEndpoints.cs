using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Http;

/// <summary><c>GET /api/projects</c>: the projects with their experiments and versions of code.</summary>
internal sealed class ProjectEndpoints(ProjectBook projects)
{
    public void MapTo(IEndpointRouteBuilder routes) => routes.MapGet("/api/projects", context => Answer.WriteAsync(
            context, StatusCodes.Status200OK, Answer.JsonType,
            Encoding.UTF8.GetBytes(new JsonArray([.. projects.All.Select(Describe)]).ToJsonString())))
        .Says("All projects, that with the newest experiment first: simulation, title, notes, experiments, versions of the code.");

    static JsonNode Describe(Project project) => new JsonObject
    {
        ["simulation"] = project.Note.Simulation, ["title"] = project.Note.Name, ["notes"] = project.Note.Notes,
        ["is_archived"] = project.Note.IsArchived, ["experiments"] = Numbers(project.Experiments.Select(experiment => experiment.Number)),
        ["versions"] = new JsonArray([.. project.Versions.Select(version => new JsonObject
        {
            ["number"] = version.Number, ["digest"] = version.Digest, ["since"] = version.Since,
            ["experiments"] = Numbers(version.Experiments),
        })]),
    };

    static JsonArray Numbers(IEnumerable<int> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);
}

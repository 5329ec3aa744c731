using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Policies;
using Pathmind.Studios.Tokens;
using Pathmind.Training;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>The report of a training as one file: <c>pathmind report</c> writes the same.</summary>
internal sealed class ReportEndpoints(ExperimentBoard board, PolicyFiles files)
{
    public void MapTo(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/experiments/{number:int}/report.html", context => OfExperimentAsync(context, number => WriteAsync(context, number)))
        .ForScopes(TokenScope.Read)
        .Says("How its training went, as one HTML page that needs nothing else; if its folder is on this machine.");

    Task WriteAsync(HttpContext context, int number) => ExplainingAsync(context, async () =>
    {
        if (board.Find(number) is not { } experiment)
            await UnknownAsync(context, number);
        else if (files.FolderOf(number) is not { } folder)
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, files.WhyNone(experiment)!);
        else
        {
            var report = Report(folder);
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"experiment-{number}.html\"";
            await Answer.WriteAsync(context, StatusCodes.Status200OK, "text/html; charset=utf-8", report);
        }
    });

    /// <exception cref="InvalidDataException">The folder is not that of a training that has ended.</exception>
    static byte[] Report(string folder)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            TrainingFiles.Read(folder).SaveReport(file);
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

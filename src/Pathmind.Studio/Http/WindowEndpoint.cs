using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>A part of a curve, with as many points as a screen shows: what charts ask for.</summary>
internal sealed class WindowEndpoint(ExperimentBoard board, CurveCache curves)
{
    const int UsualPoints = 600, MostPoints = 4_000;

    static readonly string[] Axes = ["steps", "seconds", "episodes", "iteration"];

    public void MapTo(IEndpointRouteBuilder routes) => routes.MapGet("/api/experiments/{number:int}/window",
        context => OfExperimentAsync(context, number => ExplainingAsync(context, () => WriteAsync(context, number))))
        .Says("A part of its progress in few points that keep the peaks, as bytes: ?axis=steps&from=&to=&points=600&smoothing=0.6.");

    async Task WriteAsync(HttpContext context, int number)
    {
        var query = context.Request.Query;
        var axis = query["axis"].ToString() is { Length: > 0 } given ? given : Axes[0];
        if (!Axes.Contains(axis))
            throw new InvalidDataException($"axis is '{axis}', but must be one of {string.Join(", ", Axes)}.");
        var points = (int)(NumberOf("points", 1, MostPoints) ?? UsualPoints);
        var (from, to, smoothing) = (NumberOf("from"), NumberOf("to"), NumberOf("smoothing", 0, 0.999) ?? 0);
        if (board.Find(number) is null)
            await UnknownAsync(context, number);
        else
            await Answer.WriteAsync(context, StatusCodes.Status200OK, "application/octet-stream",
                await curves.ReadAsync(number, curve => CurveBytes.Of(CurveWindow.Of(curve, axis, from, to, points, smoothing))));

        double? NumberOf(string name, double least = double.MinValue, double most = double.MaxValue)
        {
            var text = query[name].ToString();
            if (text.Length == 0)
                return null;
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value : throw new InvalidDataException($"{name} is '{text}', but must be a number{Between(least, most)}.");
        }

        static string Between(double least, double most) =>
            least == double.MinValue ? "" : string.Create(CultureInfo.InvariantCulture, $" >= {least} and <= {most}");
    }
}

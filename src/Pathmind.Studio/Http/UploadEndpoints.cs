using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Pathmind.Reporting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary><c>POST /api/submissions</c>: a script as JSON, or files as multipart/form-data, which go to the disk as
/// they come in.</summary>
internal sealed class UploadEndpoints(Submissions submissions)
{
    const int LongestField = 1 << 20, LongestHeader = 8 << 10;
    const string FilePart = "file";

    public void MapTo(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/submissions", context => ExplainingAsync(context, TakeAsync)).ForScopes(TokenScope.Submit).Says(
            "Examines a script (JSON), or a folder or zip (multipart/form-data: file …, simulation, options, obs, start, anyway), and "
            + "trains it.",
            StudioJson.Default.Submission, StudioJson.Default.ExperimentPlace, StatusCodes.Status201Created);
        routes.MapPost("/api/examples/{name}", context => ExplainingAsync(context, TakeExampleAsync)).ForScopes(TokenScope.Submit)
            .Says("Trains an example project: mouse, cartpole, ….", answer: StudioJson.Default.ExperimentPlace, status: 201);
    }

    async Task TakeExampleAsync(HttpContext context)
    {
        var name = (string?)context.Request.RouteValues["name"] ?? "";
        if (Examples.Of(name) is { } example)
            await AnswerAsync(context, (await submissions.TakeAsync(example, context.RequestAborted)).Number);
        else
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound,
                $"There is no example '{name}'. There are {string.Join(", ", Examples.All.Select(one => one.Name))}.");
    }

    async Task TakeAsync(HttpContext context)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            await TakeFormAsync(context, type);
        else if (await ApiRequest.ReadAsync(context, StudioJson.Default.Submission) is { } script)
            await AnswerAsync(context, (await submissions.TakeAsync(script, context.RequestAborted)).Number);
    }

    /// <summary>Takes a submission, or says why not.</summary>
    async Task ExplainingAsync(HttpContext context, Func<HttpContext, Task> take)
    {
        try
        {
            await take(context);
        }
        catch (UploadFaultException fault)
        {
            await RefuseAsync(context, fault);
        }
        catch (BadHttpRequestException exception)                        // the server's own limits
        {
            await RefuseAsync(context, exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge : new(CodeFault.Name, exception.Message));
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException)
        {
            await RefuseAsync(context, new(CodeFault.Options, exception.Message));
        }
    }

    async Task TakeFormAsync(HttpContext context, MediaTypeHeaderValue type)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = submissions.Limits.Sent + LongestField;
        if (context.Request.ContentLength > submissions.Limits.Sent + LongestField)
            throw TooLarge;
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            throw new InvalidDataException("The form has no boundary.");
        using var upload = submissions.Open();
        Dictionary<string, string> fields = [];
        MultipartReader reader = new(boundary, context.Request.Body) { HeadersLengthLimit = LongestHeader };
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
                await TakeSectionAsync(section, upload, fields, context.RequestAborted);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new InvalidDataException($"The form ends in the middle: {exception.Message}");
        }
        await AnswerAsync(context, (await submissions.TakeAsync(upload, WishOf(fields), context.RequestAborted)).Number);
    }

    static async Task TakeSectionAsync(
        MultipartSection section, UploadFolder upload, Dictionary<string, string> fields, CancellationToken cancellation)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var head))
            throw new InvalidDataException("A part of the form has no Content-Disposition.");
        var name = HeaderUtilities.RemoveQuotes(head.Name).Value ?? "";
        var file = head.FileNameStar.HasValue ? head.FileNameStar.Value : HeaderUtilities.RemoveQuotes(head.FileName).Value;
        if (name == FilePart || file is not null)
        {
            await upload.AddAsync(file ?? "", section.Body, cancellation);
            return;
        }
        using StreamReader text = new(section.Body, Encoding.UTF8);
        var buffer = new char[LongestField + 1];
        var length = await text.ReadBlockAsync(buffer, cancellation);
        fields[name] = length <= LongestField ? new(buffer, 0, length)
            : throw new InvalidDataException($"The field '{name}' is longer than {LongestField} characters.");
    }

    static Submission WishOf(Dictionary<string, string> fields)
    {
        var options = fields.GetValueOrDefault("options") is { Length: > 0 } text ? text : "{}";
        try
        {
            return new()
            {
                File = "", Text = "", Options = JsonSerializer.Deserialize<JsonElement>(options),
                Simulation = fields.GetValueOrDefault("simulation") is { Length: > 0 } simulation ? simulation : null,
                Observations = fields.GetValueOrDefault("obs"), Start = fields.GetValueOrDefault("start") != "false",
                Anyway = fields.GetValueOrDefault("anyway") == "true",
            };
        }
        catch (JsonException exception)
        {
            throw new UploadFaultException(CodeFault.Options, $"The options are not JSON: {exception.Message}");
        }
    }

    UploadFaultException TooLarge => new(CodeFault.TooLarge,
        $"The submission is larger than {UploadLimits.Megabytes(submissions.Limits.Sent)}: leave out what the simulation does not read.");

    static Task AnswerAsync(HttpContext context, int number) => ApiRequest.WriteAsync(
        context, new(number), StudioJson.Default.ExperimentPlace, StatusCodes.Status201Created);

    static Task RefuseAsync(HttpContext context, UploadFaultException fault)
    {
        var status = fault.Fault == CodeFault.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity;
        JsonObject answer = new()
        {
            ["detail"] = fault.Message, ["fault"] = fault.Fault,
            ["simulations"] = new JsonArray([.. fault.Simulations.Select(name => (JsonNode)name)]),
        };
        return Answer.WriteAsync(context, status, Answer.JsonType, Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }
}

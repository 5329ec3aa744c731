using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Assets;

/// <summary>Styles and scripts of the pages, which lie in this assembly: nothing is fetched from elsewhere. An address
/// has a digest of the content, so that a browser keeps what it has as long as it is the same.</summary>
internal sealed class StudioAssets
{
    readonly Dictionary<string, Asset> assets = [];

    public StudioAssets()
    {
        foreach (var (name, type) in new[]
        {
            ("mudblazor.css", "text/css"), ("app.css", "text/css"), ("mudblazor.js", "text/javascript"), ("app.js", "text/javascript"),
            ("charts.js", "text/javascript"), ("plotly.js", "text/javascript"), ("blazor.web.js", "text/javascript"),
            ("editor.js", "text/javascript"), ("lab.css", "text/css"),
            ("icon.svg", "image/svg+xml"), ("submit.css", "text/css"), ("policy.css", "text/css"), ("design.css", "text/css"),
            ("upload.js", "text/javascript"), ("measured.css", "text/css"), ("list.css", "text/css"), ("list.js", "text/javascript"),
            ("notices.js", "text/javascript"), ("share.js", "text/javascript"), ("share.css", "text/css"),
            ("frame.js", "text/javascript"), ("frame.css", "text/css"), ("sign-in.js", "text/javascript"),
            ("workers.css", "text/css"), ("reconnect.js", "text/javascript"),
        })
            assets[name] = Asset.Read(name, type);
    }

    /// <summary>Where a page finds a file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string this[string name] => $"assets/{assets[name].Digest}/{name}";

    public void MapTo(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{digest}/{name}", WriteAsync);

    /// <summary>Answers with a file.</summary>
    public Task WriteAsync(HttpContext context, string name) => assets[name].WriteAsync(context);

    /// <summary>Answers with the file that a route's digest and name say.</summary>
    public Task WriteAsync(HttpContext context) =>
        assets.GetValueOrDefault((string)context.Request.RouteValues["name"]!) is { } asset
            && asset.Digest == (string)context.Request.RouteValues["digest"]!
            ? asset.WriteAsync(context)
            : Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, "There is no such file: load the page again.");

    /// <summary>A file, and the same compressed, once one asks for it.</summary>
    sealed class Asset
    {
        readonly string type;
        readonly byte[] content;
        readonly Lazy<byte[]> compressed;

        Asset(string type, byte[] content)
        {
            (this.type, this.content) = (type, content);
            Digest = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
            compressed = new(() => Compress(content));
        }

        public string Digest { get; }

        public static Asset Read(string name, string type)
        {
            using var stream = typeof(StudioAssets).Assembly.GetManifestResourceStream($"assets/{name}")
                ?? throw new InvalidOperationException($"The assembly lacks the file assets/{name}: build the project again.");
            using MemoryStream memory = new();
            stream.CopyTo(memory);
            return new(type, memory.ToArray());
        }

        public Task WriteAsync(HttpContext context)
        {
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            context.Response.Headers.Vary = "Accept-Encoding";
            var isShort = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
            if (isShort)
                context.Response.Headers.ContentEncoding = "br";
            return Answer.WriteAsync(context, StatusCodes.Status200OK, type, isShort ? compressed.Value : content);
        }

        static byte[] Compress(byte[] content)
        {
            using MemoryStream memory = new();
            using (BrotliStream brotli = new(memory, CompressionLevel.Fastest, leaveOpen: true))
                brotli.Write(content);
            return memory.ToArray();
        }
    }
}

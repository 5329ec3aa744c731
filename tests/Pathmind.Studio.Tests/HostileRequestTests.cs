using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>Requests that mean harm, as bytes.</summary>
public sealed class HostileRequestTests : StudioFolder
{
    const string Signed = "HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}";

    [Theory]
    [InlineData("POST /api/experiments {signed}\r\nContent-Length: 99999999999\r\n\r\n", "413")]
    [InlineData("POST /api/experiments {signed}\r\nTransfer-Encoding: chunked\r\n\r\n", "413")]
    [InlineData("POST /api/experiments {signed}\r\nContent-Length: 40\r\n\r\n{", "408")]
    [InlineData("POST /api/experiments {signed}\r\nContent-Length: 6000\r\n\r\n{deep}", "400")]
    [InlineData("GET /api/experiments/1/rows HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n\r\n", "431")]
    [InlineData("GET /api/experiments HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\r\n", "400")]                     // no Host
    [InlineData("GET /api/experiments HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nAuthorization: Bearer {token}\r\n\r\n", "400")]
    [InlineData("GET http://evil.example/api/experiments {signed}\r\n\r\n", "400")]
    [InlineData("GET /assets/x/..%2f..%2ftoken {signed}\r\n\r\n", "404")]
    [InlineData("GET /api/experiments/99999999999999999999 {signed}\r\n\r\n", "404")]
    [InlineData("GET /_blazor?id=x HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n", "403")]
    [InlineData("GET /?token={long} HTTP/1.1\r\nHost: {host}\r\n\r\n", "414")]
    public async Task It_is_refused_and_the_studio_goes_on(string request, string status)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, studio.Address.Port);
        await using var stream = client.GetStream();
        var text = request.Replace("{signed}", Signed).Replace("{host}", studio.Address.Authority).Replace("{token}", studio.Token)
            .Replace("{long}", new string('x', 40_000)).Replace("{deep}", new string('[', 6_000));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        using StreamReader reader = new(stream);
        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadLineAsync(), StringComparison.Ordinal);
        using var next = Client(studio);
        Assert.Equal(HttpStatusCode.OK, (await next.GetAsync("api/experiments/1")).StatusCode);
    }

    [Theory]
    [InlineData("""{ "columns": ["iteration", "reward_mean"], "rows": [[1, 1e999]] }""", HttpStatusCode.OK)]
    [InlineData("""{ "columns": ["iteration", "reward_mean"], "rows": [[1, NaN]] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "columns": ["iteration", "iteration"], "rows": [[1, 2]] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "columns": ["iteration"], "rows": [[3000000000]] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "columns": ["iteration"], "rows": [[-1]] }""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{ "columns": ["iteration", "steps", "seconds"], "rows": [[1, 1e300, -1e300]] }""", HttpStatusCode.OK)]
    public async Task Numbers_that_no_training_sends_do_not_break_the_page(string rows, HttpStatusCode status)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        using var client = Client(studio);
        using StringContent content = new(rows, Encoding.UTF8, "application/json");
        Assert.Equal(status, (await client.PostAsync("api/experiments/1/rows", content)).StatusCode);
        foreach (var page in new[] { "", "experiments/1", "api/experiments", "api/experiments/1/rows", "api/experiments/1/curve" })
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task Others_reach_it_by_an_address_with_a_certificate_and_trainings_of_this_machine_without()
    {
        var file = Path.Combine(Data, "studio.pfx");
        string expectedHash;
        using (var key = RSA.Create(2048))
        {
            CertificateRequest request = new("CN=studio", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            expectedHash = certificate.GetCertHashString();
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx));
        }
        await using var studio = await StudioServer.StartAsync(new()
        {
            Data = Path.Combine(Data, "studio"), Port = 0, Listen = IPAddress.Any, Certificate = file, Names = ["studio.example"],
        });
        Assert.Equal(("https", "http", "127.0.0.1"), (studio.OpenAddress.Scheme, studio.Address.Scheme, studio.Address.Host));
        using SocketsHttpHandler handler = new()
        {
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == expectedHash,
            },
        };
        using HttpClient client = new(handler);
        var address = $"https://127.0.0.1:{studio.OpenAddress.Port}/";
        using var signedIn = await SignInTests.PostAsync(client, studio.Token, address);
        Assert.Contains("secure", Assert.Single(signedIn.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        foreach (var (host, expected) in new[]
        {
            ("studio.example", HttpStatusCode.OK), ("evil.example", HttpStatusCode.MisdirectedRequest),
            ($"{Environment.MachineName}:{studio.OpenAddress.Port}", HttpStatusCode.OK),
        })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"{address}api/experiments") { Headers = { Host = host } };
            request.Headers.Authorization = new("Bearer", studio.Token);
            Assert.Equal(expected, (await client.SendAsync(request)).StatusCode);
        }
        using var local = Client(studio);
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("api/experiments")).StatusCode);
    }

    static HttpClient Client(StudioServer studio) => new()
    {
        BaseAddress = studio.Address, DefaultRequestHeaders = { Authorization = new("Bearer", studio.Token) },
    };
}

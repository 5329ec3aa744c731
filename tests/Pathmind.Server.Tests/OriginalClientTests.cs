namespace Pathmind.Tests;

/// <summary>A program that was written for the original's policy server asks ours. Needs Debian's python3-requests,
/// which .ci/run installs.</summary>
public sealed class OriginalClientTests
{
    [Fact]
    public async Task Its_mouse_finds_the_cheese_in_8_steps_and_its_errors_are_the_originals()
    {
        Assert.SkipUnless(Shell.Run(AppContext.BaseDirectory, "/usr/bin/python3 -c 'import requests'").ExitCode == 0,
            "python3-requests is not installed");
        var mouse = new MouseAndCheese().Train(new() { Steps = 10_000, Seed = 1, Display = Display.None }).Policy;
        await using var server = await RunningServer.StartAsync(null, ("mouse", mouse));
        var url = server.Address.ToString().TrimEnd('/');
        var output = Shell.Run(AppContext.BaseDirectory, $"/usr/bin/python3 data/original_client.py {url} {RunningServer.Key}").Succeeded();

        Assert.Equal("""
            8 steps
            observations failed validation: {"detail":[{"loc":["body","mouse_column"],"msg":"field required","type":"value_error.missing"},{"loc":["body","columns_to_cheese"],"msg":"field required","type":"value_error.missing"}]}
            observations failed validation: {"detail":[{"loc":["body","mouse_row"],"msg":"value is not a valid float","type":"type_error.float"}]}
            not authorised

            """, output);
    }
}

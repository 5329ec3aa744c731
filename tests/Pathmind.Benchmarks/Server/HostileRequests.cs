namespace Pathmind.Benchmarks;

/// <summary>Bodies of requests that mean no good, up to the size that a policy server takes.</summary>
internal static class HostileRequests
{
    const int Large = 1_000_000;

    public static string[] Endpoints { get; } = ["predict/", "predict_raw/", "predict_batch/", "distribution/", "predict_deterministic/"];

    public static IEnumerable<(string Name, string Json)> Bodies =>
    [
        ("NaN", "{\"position\":NaN}"),
        ("1e308", "{\"position\":1e308,\"speed\":-1e308,\"angle\":1e999,\"turn\":1}"),
        ("deep nesting", new string('[', Large)),
        ("deep nesting in a field that nobody reads", "{\"z\":" + new string('[', Large)),
        ("deep objects", Repeated("{\"position\":", Large / 12)),
        ("the same name many times", "{" + Repeated("\"position\":1,", Large / 14) + "\"turn\":1}"),
        ("many names", "{" + string.Join(',', Enumerable.Range(0, Large / 12).Select(i => $"\"{i}\":1")) + "}"),
        ("many wrong items", "{\"position\":[" + Repeated("{},", Large / 4) + "{}]}"),
        ("many rows", "{\"observations\":[" + Repeated("{},", Large / 4) + "{}]}"),
        ("many good rows", "{\"observations\":["
            + string.Join(',', Enumerable.Repeat("{\"position\":1,\"speed\":1,\"angle\":1,\"turn\":1}", Large / 50)) + "]}"),
        ("many numbers", "{\"obs\":[" + Repeated("1,", Large / 3) + "1]}"),
        ("a long number", "{\"position\":" + new string('9', Large) + "}"),
        ("a long name", "{\"" + new string('x', Large) + "\":1}"),
        ("escapes", "{\"" + Repeated("\\u0070", Large / 7) + "\":1}"),
    ];

    static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}

using Microsoft.DotNet.Interactive.Formatting;

namespace Pathmind.Tests;

/// <summary>The convention formatters against the published library of .NET Interactive.</summary>
public sealed class FormatterTests
{
    static readonly Table Table = new([new("n")], [[1], [2]]);

    public static TheoryData<object> Shown => [Table, new TextLine("a < b"), Log(), new OneStep().Compare(2, 0, Policy.Random()), Training(), Training().History, new OneStep().Check()];

    [Theory]
    [MemberData(nameof(Shown), DisableDiscoveryEnumeration = true)]
    public void Results_are_written_as_html_and_as_text(object value)
    {
        var content = value as DisplayContent ?? ((IDisplayable)value).ToDisplay();
        Assert.Equal(content.ToHtml(), value.ToDisplayString("text/html"));
        Assert.Equal(content.ToString(), value.ToDisplayString("text/plain"));
        Assert.Equal("text/html", Formatter.GetPreferredMimeTypesFor(value.GetType()).First());
    }

    /// <summary>What would kill the kernel: a preferred form without a formatter, no preferred form, a second method Format.</summary>
    [Fact]
    public void The_attribute_keeps_to_the_convention()
    {
        var attributes = typeof(Table).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes(inherit: true)).Where(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute").ToArray();
        Assert.NotEmpty(attributes);
        foreach (var attribute in attributes)
        {
            var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
            var formatters = ((IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).ToArray();
            var written = formatters.Select(formatter => (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!).ToArray();
            var preferred = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
            Assert.NotEmpty(preferred);
            Assert.Empty(preferred.Except(written));
            Assert.All(formatters, formatter => Assert.Equal([typeof(object), typeof(TextWriter)], formatter.GetType().GetMethods().Single(method => method.Name == "Format").GetParameters().Select(parameter => parameter.ParameterType)));
        }
    }

    static EpisodeLog Log() => new OneStep().Run(Policy.Random(), display: Display.None);

    static TrainingResult Training() => new OneStep().Train(new() { Steps = 500, Display = Display.None });

    sealed class OneStep : Simulation
    {
        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["one"] = 1 };

        public override Reward GetReward(int agent) => new() { ["paid"] = Action[0].Choice };

        public override bool IsDone(int agent) => true;
    }
}

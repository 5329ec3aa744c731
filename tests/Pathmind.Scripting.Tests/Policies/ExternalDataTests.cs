using System.IO.Compression;
using System.Text;
using Pathmind.Files;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

/// <summary>A model with its weights in a second file, made by python3-onnx (external/make.py), and what must not be
/// read as one.</summary>
public sealed class ExternalDataTests : IDisposable
{
    static readonly SimulationSchema Schema = new("Any", 1, new(["x", "y"], [1, 1], [false, false]), new(new Discrete(3)), hasMask: false);

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    string Model => Path.Combine(folder, "external.onnx");

    string Data => Path.Combine(folder, "external.onnx.data");

    public ExternalDataTests()
    {
        foreach (var name in new[] { "whole.onnx", "external.onnx", "external.onnx.data" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Policies", "external", name), Path.Combine(folder, name));
    }

    [Fact]
    public void The_weights_beside_a_model_are_read_as_if_they_were_inside()
    {
        var (whole, external) = (TrainedPolicy.Load(Path.Combine(folder, "whole.onnx"), Schema), TrainedPolicy.Load(Model, Schema));
        Assert.Equal(whole.Evaluate([0.3f, -2]).Logits, external.Evaluate([0.3f, -2]).Logits);

        external.Save(Path.Combine(folder, "saved"));                     // as one file
        File.Delete(Data);
        Assert.Equal(whole.Evaluate([1, 1]).Logits, Policy.Local(Path.Combine(folder, "saved")).Evaluate([1, 1]).Logits);
    }

    [Fact]
    public void A_folder_and_a_zip_hold_the_weights_beside_policy_onnx()
    {
        var expected = TrainedPolicy.Load(Model, Schema).Evaluate([1, 2]).Logits;
        var inner = Directory.CreateDirectory(Path.Combine(folder, "inner")).FullName;
        File.Move(Model, Path.Combine(inner, "policy.onnx"));
        File.Move(Data, Path.Combine(inner, "external.onnx.data"));
        ZipFile.CreateFromDirectory(inner, inner + ".zip", CompressionLevel.Fastest, includeBaseDirectory: true);
        Assert.Equal(expected, TrainedPolicy.Load(inner, Schema).Evaluate([1, 2]).Logits);
        Assert.Equal(expected, TrainedPolicy.Load(inner + ".zip", Schema).Evaluate([1, 2]).Logits);

        File.Delete(Path.Combine(inner, "external.onnx.data"));
        ZipFile.CreateFromDirectory(inner, inner + "2.zip");
        Assert.Contains("in the file 'external.onnx.data', which is not next to policy.onnx in", Refusal(inner + "2.zip"));
    }

    [Fact]
    public void A_missing_file_of_weights_is_named()
    {
        File.Delete(Data);
        Assert.Equal($"'{Model}' cannot be used as a policy: the numbers of the tensor 'hidden_w' are in the file 'external.onnx.data', "
            + $"which is not in the folder '{folder}': copy it there, or save the model as one file.", Refusal(Model));
    }

    [Theory]
    [InlineData("../ternal.onnx.dat")]
    [InlineData("/etc/hostname.data")]
    [InlineData("a/../../../passwd.")]
    [InlineData("C:\\windows\\aa.data")]
    [InlineData("..\\ernal.onnx.data")]
    public void A_file_outside_of_the_models_folder_is_never_opened(string name)
    {
        ReplaceInModel("external.onnx.data", name);
        Assert.Contains($"in the file '{name}', which is not the name of a file next to it", Refusal(Model));
    }

    [Fact]
    public void A_link_out_of_the_folder_is_not_followed()
    {
        var elsewhere = Directory.CreateTempSubdirectory("pathmind-").FullName;
        try
        {
            File.Move(Data, Path.Combine(elsewhere, "weights"));
            File.CreateSymbolicLink(Data, Path.Combine(elsewhere, "weights"));
            Assert.Contains("which is a link to '", Refusal(Model));
            File.Move(Path.Combine(elsewhere, "weights"), Path.Combine(folder, "weights"));
            File.Delete(Data);
            File.CreateSymbolicLink(Data, "weights");                     // as in a Kubernetes volume
            Assert.Equal(3, TrainedPolicy.Load(Model, Schema).Evaluate([1, 2]).Logits.Length);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_too_short_or_too_large_is_refused()
    {
        File.WriteAllBytes(Data, File.ReadAllBytes(Data)[..^8]);
        Assert.Contains("of 'external.onnx.data', which has", Refusal(Model));
        using (var file = File.OpenWrite(Data))
            file.SetLength(PolicySource.MaxBytes + 1);
        Assert.Contains("which is larger than 40 MB", Refusal(Model));
    }

    [Fact]
    public void A_file_that_is_named_often_does_not_grow_beyond_the_limit()
    {
        OnnxExternalData.Inline(Many(4), _ => new byte[10 << 20]);
        Assert.Contains("more than 40 MB",
            Assert.Throws<InvalidDataException>(() => OnnxExternalData.Inline(Many(5), _ => new byte[10 << 20])).Message);

        static byte[] Many(int count)
        {
            ProtoWriter model = new();
            model.Message(7, graph =>
            {
                for (var i = 0; i < count; i++)
                    graph.Message(5, tensor =>
                    {
                        tensor.Message(13, entry =>
                        {
                            entry.Text(1, "location");
                            entry.Text(2, "all");
                        });
                        tensor.Number(14, 1L);
                    });
            });
            return model.Written.ToArray();
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string Refusal(string path) => Assert.Throws<InvalidDataException>(() => TrainedPolicy.Load(path, Schema)).Message;

    /// <summary>Of one length, so that the lengths in the file stay right.</summary>
    void ReplaceInModel(string text, string by)
    {
        Assert.Equal(text.Length, by.Length);
        var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(Model)).Replace(text, by);
        File.WriteAllBytes(Model, Encoding.Latin1.GetBytes(bytes));
    }
}

using Pathmind.Files;

namespace Pathmind.EventFiles;

/// <summary>The events of a run as TensorBoard reads them: messages of its event.proto, summary.proto and, for the
/// table of parameters, plugins/hparams/plugin_data.proto, whose field numbers stand here.</summary>
/// <remarks>An event begins with the seconds since 1970 at which it was written, and its step.</remarks>
internal static class BoardEvent
{
    const int StepAt = 1 + sizeof(double);                               // behind tag and value of wall_time

    /// <summary>The first event of every file.</summary>
    public static byte[] Version(double time) => Of(time, 0, message => message.Text(3, "brain.Event:2"));

    /// <summary>From here on the run goes on: what a reader has seen of this step and later ones no longer
    /// counts.</summary>
    public static byte[] Start(double time, long step) =>
        Of(time, step, message => message.Message(7, session => session.Number(1, 1)));    // session_log: START

    /// <summary>Points of curves.</summary>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="step">Where they stand.</param>
    /// <param name="points">Name and value of each; a group stands before a slash.</param>
    public static byte[] Scalars(double time, long step, IEnumerable<(string Tag, float Value)> points) => Summary(time, step, summary =>
    {
        foreach (var (tag, value) in points)
            summary.Message(1, point =>
            {
                point.Text(1, tag);
                point.Number(2, value);                                  // simple_value, which all readers know
            });
    });

    /// <summary>A text in Markdown.</summary>
    public static byte[] Text(double time, long step, string tag, string markdown) =>
        Value(time, step, tag, "text", content: [], tensor =>
        {
            tensor.Number(1, 7L);                                        // DT_STRING
            tensor.Message(2, _ => { });                                 // of no dimension
            tensor.Text(8, markdown);
        });

    /// <summary>Parameters of the run, for the table of all runs.</summary>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="parameters">Name and value: a number, a bool or a text.</param>
    public static byte[] Begin(double time, IEnumerable<KeyValuePair<string, object>> parameters) =>
        OfTable(time, 0, "_hparams_/session_start_info", 3, start =>
        {
            foreach (var (name, value) in parameters)
                start.Message(1, entry =>
                {
                    entry.Text(1, name);
                    entry.Message(2, inner => Parameter(inner, value));
                });
            start.Number(5, time);
        });

    /// <summary>How the run ended, for the same table.</summary>
    public static byte[] End(double time, long step, bool hasFailed) =>
        OfTable(time, step, "_hparams_/session_end_info", 4, end =>
        {
            end.Number(1, hasFailed ? 2L : 1L);
            end.Number(2, time);
        });

    /// <summary>The step of an event that was written here.</summary>
    public static long StepOf(ReadOnlySpan<byte> written)
    {
        var (step, shift) = (0L, 0);
        for (var i = StepAt + 1; i < written.Length; i++, shift += 7)
        {
            step |= (long)(written[i] & 0x7F) << shift;
            if (written[i] < 0x80)
                break;
        }
        return step;
    }

    static byte[] Of(double time, long step, Action<ProtoWriter> what)
    {
        ProtoWriter message = new();
        message.Number(1, time);
        message.Number(2, step);
        what(message);
        return message.Written.ToArray();
    }

    static byte[] Summary(double time, long step, Action<ProtoWriter> values) =>
        Of(time, step, message => message.Message(5, values));

    /// <summary>A value of a part of TensorBoard that is named: its plugin.</summary>
    static byte[] Value(double time, long step, string tag, string plugin, byte[] content, Action<ProtoWriter> tensor) =>
        Summary(time, step, summary => summary.Message(1, value =>
        {
            value.Text(1, tag);
            value.Message(8, tensor);
            value.Message(9, metadata =>
            {
                metadata.Message(1, data =>
                {
                    data.Text(1, plugin);
                    data.Bytes(2, content);
                });
                metadata.Number(4, 2L);                                  // DATA_CLASS_TENSOR
            });
        }));

    static byte[] OfTable(double time, long step, string tag, int field, Action<ProtoWriter> write)
    {
        ProtoWriter content = new();                                     // HParamsPluginData
        content.Message(field, write);
        return Value(time, step, tag, "hparams", content.Written.ToArray(), tensor =>
        {
            tensor.Number(1, 1L);                                        // DT_FLOAT
            tensor.Message(2, shape => shape.Message(2, _ => { }));      // of one dimension, with nothing in it
        });
    }

    /// <summary>google.protobuf.Value.</summary>
    static void Parameter(ProtoWriter inner, object value)
    {
        switch (value)
        {
            case double number:
                inner.Number(2, number);
                break;
            case bool flag:
                inner.Number(4, flag ? 1L : 0L);
                break;
            default:
                inner.Text(3, $"{value}");
                break;
        }
    }
}

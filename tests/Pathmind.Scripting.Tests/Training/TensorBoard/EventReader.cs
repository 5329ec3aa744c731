using System.Text.Json;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>Reads a run as its readers do: Debian's Protocol Buffers (apt-get install python3-protobuf) parse the
/// events by the field numbers of TensorBoard's event.proto and summary.proto, and the checks are computed bit by bit.
/// A field that these do not know fails.</summary>
static class EventReader
{
    /// <summary>The events of a run, in the order of its files.</summary>
    public static Event[] Read(string run)
    {
        string[] files = [.. Directory.GetFiles(run, "events.out.tfevents.*").Order(StringComparer.Ordinal)];
        return
        [
            .. Python.Run(["-c", Program, .. files]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<Event>(line, JsonSerializerOptions.Web)!),
        ];
    }

    /// <summary>Steps and values of a curve.</summary>
    public static (long Step, double Value)[] Curve(this Event[] events, string tag) =>
    [
        .. from one in events from value in one.Values where value.Tag == tag && value.Number is not null
           select (one.Step, value.Number!.Value),
    ];

    /// <summary>The text under a name, one line each; the last one if there are several.</summary>
    public static string[] Text(this Event[] events, string tag) => events.SelectMany(one => one.Values)
        .Last(value => value.Tag == tag && value.Plugin == "text").Text!.TrimEnd().Split('\n');

    const string Program = """
        import json, struct, sys
        from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, struct_pb2
        FIELD = descriptor_pb2.FieldDescriptorProto
        file = descriptor_pb2.FileDescriptorProto(name='events.proto', package='t', syntax='proto3')
        file.dependency.append('google/protobuf/struct.proto')
        pool = descriptor_pool.DescriptorPool()
        pool.AddSerializedFile(struct_pb2.DESCRIPTOR.serialized_pb)
        def message(name, **fields):
            made = file.message_type.add(name=name)
            for field, (number, kind) in fields.items():
                repeated, kind = kind.startswith('*'), kind.lstrip('*')
                one = made.field.add(name=field, number=number, label=FIELD.LABEL_REPEATED if repeated else FIELD.LABEL_OPTIONAL)
                if kind[0].isupper():
                    one.type, one.type_name = FIELD.TYPE_MESSAGE, '.google.protobuf.Value' if kind == 'Any' else '.t.' + kind
                else:
                    one.type = getattr(FIELD, 'TYPE_' + kind.upper())
        message('Event', wall_time=(1, 'double'), step=(2, 'int64'), file_version=(3, 'string'), summary=(5, 'Summary'),
            session_log=(7, 'SessionLog'))
        message('SessionLog', status=(1, 'int32'))
        message('Summary', value=(1, '*Value'))
        message('Value', tag=(1, 'string'), simple_value=(2, 'float'), tensor=(8, 'Tensor'), metadata=(9, 'Metadata'))
        message('Metadata', plugin_data=(1, 'Plugin'), data_class=(4, 'int32'))
        message('Plugin', plugin_name=(1, 'string'), content=(2, 'bytes'))
        message('Tensor', dtype=(1, 'int32'), tensor_shape=(2, 'Shape'), string_val=(8, '*bytes'))
        message('Shape', dim=(2, '*Dim'))
        message('Dim', size=(1, 'int64'))
        message('HParams', version=(1, 'int32'), start=(3, 'Start'), end=(4, 'End'))
        message('Start', hparams=(1, '*Entry'), start_time_secs=(5, 'double'))
        message('Entry', key=(1, 'string'), value=(2, 'Any'))
        message('End', status=(1, 'int32'), end_time_secs=(2, 'double'))
        pool.AddSerializedFile(file.SerializeToString())
        def made(name):
            found = pool.FindMessageTypeByName('t.' + name)
            get = getattr(message_factory, 'GetMessageClass', None)
            return get(found) if get else message_factory.MessageFactory(pool).GetPrototype(found)
        EVENT, HPARAMS = made('Event'), made('HParams')
        def crc(data):
            rest = 0xFFFFFFFF
            for byte in data:
                rest ^= byte
                for _ in range(8):
                    rest = rest >> 1 ^ (0x82F63B78 if rest & 1 else 0)
            return rest ^ 0xFFFFFFFF
        assert crc(b'123456789') == 0xE3069283
        def masked(data):
            value = crc(data)
            return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF
        def parse(kind, data):
            one = kind.FromString(data)
            size = one.ByteSize()
            one.DiscardUnknownFields()
            assert one.ByteSize() == size, 'unknown fields'
            return one
        for path in sys.argv[1:]:
            data, at = open(path, 'rb').read(), 0
            while at < len(data):
                length, check = struct.unpack_from('<QI', data, at)
                assert masked(data[at:at + 8]) == check, 'check of the length'
                record = data[at + 12:at + 12 + length]
                assert masked(record) == struct.unpack_from('<I', data, at + 12 + length)[0], 'check of the record'
                at += 16 + length
                event = parse(EVENT, record)
                values = []
                for value in event.summary.value:
                    metadata = value.metadata
                    one = {'tag': value.tag, 'plugin': metadata.plugin_data.plugin_name, 'dataClass': metadata.data_class}
                    if not one['plugin']:
                        one['number'] = value.simple_value
                    if one['plugin'] == 'text':
                        assert value.tensor.dtype == 7 and not value.tensor.tensor_shape.dim
                        one['text'] = value.tensor.string_val[0].decode()
                    if one['plugin'] == 'hparams':
                        assert value.tensor.dtype == 1 and len(value.tensor.tensor_shape.dim) == 1
                        table = parse(HPARAMS, metadata.plugin_data.content)
                        one['parameters'] = {e.key: getattr(e.value, e.value.WhichOneof('kind')) for e in table.start.hparams}
                        one['end'] = table.end.status
                    values.append(one)
                print(json.dumps({'file': path, 'time': event.wall_time, 'step': event.step, 'version': event.file_version,
                    'session': event.session_log.status, 'values': values}))
        """;

    public sealed record Event(string File, double Time, long Step, string Version, int Session, Value[] Values);

    public sealed record Value(
        string Tag, string Plugin, int DataClass, double? Number, string? Text, Dictionary<string, JsonElement>? Parameters, int End);
}

using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Pathmind.Notebook.Scripts;

/// <summary>Makes the compiler's checks at the start of methods as cheap as those of loops, in the image of a
/// submission.</summary>
/// <remarks>The compiler emits <c>ldsflda token; call CancellationToken.ThrowIfCancellationRequested</c>: three loads,
/// and a method that is then too large to be inlined. <c>ldc.i4 session; call LoopCheck.Turn</c> has the same length
/// and leaves the stack as it was.</remarks>
internal static class MethodChecks
{
    const byte LoadStaticAddress = 0x7F, LoadNumber = 0x20, Call = 0x28;
    const int Length = 10;                                           // bytes of two instructions with an operand of four each

    /// <summary>Replaces them where the image has a check of a loop to take the call from; else it stays as it
    /// is.</summary>
    /// <param name="image">A compiled submission.</param>
    /// <param name="session">Number of the session.</param>
    public static void Replace(byte[] image, int session)
    {
        using PEReader file = new(new MemoryStream(image));
        var metadata = file.GetMetadataReader();
        var turn = Method(metadata, nameof(LoopCheck), nameof(LoopCheck.Turn));
        var check = Method(metadata, nameof(CancellationToken), nameof(CancellationToken.ThrowIfCancellationRequested));
        var token = metadata.FieldDefinitions
            .FirstOrDefault(field => metadata.StringComparer.Equals(metadata.GetFieldDefinition(field).Name, ScriptStop.FieldName));
        if (turn == 0 || check == 0 || token.IsNil)
            return;
        var (found, cheap) =
            (Instructions(LoadStaticAddress, MetadataTokens.GetToken(token), check), Instructions(LoadNumber, session, turn));
        for (var at = image.AsSpan().IndexOf(found); at >= 0;)
        {
            cheap.CopyTo(image, at);
            var next = image.AsSpan(at + Length).IndexOf(found);
            at = next < 0 ? -1 : at + Length + next;
        }
    }

    /// <summary>Token of a method that the image refers to; 0 if it does not.</summary>
    static int Method(MetadataReader metadata, string type, string name) => metadata.MemberReferences
        .Where(each => IsMethod(metadata, metadata.GetMemberReference(each), type, name))
        .Select(each => MetadataTokens.GetToken(each)).FirstOrDefault();

    static bool IsMethod(MetadataReader metadata, MemberReference member, string type, string name) =>
        metadata.StringComparer.Equals(member.Name, name) && member.Parent.Kind == HandleKind.TypeReference
        && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name, type);

    static byte[] Instructions(byte load, int operand, int called)
    {
        var bytes = new byte[Length];
        (bytes[0], bytes[5]) = (load, Call);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), operand);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(6), called);
        return bytes;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary>A token as the API lists it.</summary>
internal sealed record TokenSummary
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required TokenScope Scope { get; init; }

    public required DateTime Created { get; init; }

    public DateTime? Expires { get; init; }

    public DateTime? LastUsed { get; init; }

    /// <summary>The token itself, in the answer to making or rotating it alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    public static TokenSummary Of(AccessToken token, string? secret = null) => new()
    {
        Id = token.Id, Name = token.Name, Scope = token.Scope, Created = token.Created, Expires = token.Expires,
        LastUsed = token.LastUsed, Token = secret,
    };
}

/// <summary>A token that is wished.</summary>
internal sealed record TokenWish
{
    public required string Name { get; init; }

    public required TokenScope Scope { get; init; }

    /// <summary>Days after which it expires; null for never.</summary>
    public double? Days { get; init; }
}

/// <summary>How the messages are written and read, by code that the compiler makes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true, Converters = [typeof(ScopeNames)])]
[JsonSerializable(typeof(TokenSummary[]))]
[JsonSerializable(typeof(TokenWish))]
internal sealed partial class TokenJson : JsonSerializerContext;

/// <summary>Scopes as small words.</summary>
internal sealed class ScopeNames() : JsonStringEnumConverter<TokenScope>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

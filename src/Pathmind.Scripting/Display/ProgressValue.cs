namespace Pathmind;

/// <summary>A figure of a <see cref="ProgressReport"/>, already written as text: <c>steps/s</c> and <c>312
/// 000</c>.</summary>
public readonly record struct ProgressValue(string Label, string Value);

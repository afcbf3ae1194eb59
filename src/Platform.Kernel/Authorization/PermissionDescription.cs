namespace Platform.Kernel.Authorization;

/// <summary>A permission of the catalogue, with a sentence for people.</summary>
/// <param name="Name">Its short form, <c>tokens:read</c>.</param>
/// <param name="Description">What whoever holds it may do.</param>
public sealed record PermissionDescription(string Name, string Description);

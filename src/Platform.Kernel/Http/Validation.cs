using FluentValidation;
using Platform.Kernel.Authorization;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>Validators' verdicts as errors: all that is wrong at once, by the fields' JSON names.</summary>
public static class Validation
{
    /// <summary>Checks a body before anything costly is done with it; null where it will do.</summary>
    public static Error? Check<T>(this IValidator<T> validator, T value) => validator.Validate(value).ToError();

    /// <summary>Addresses and CIDRs, IPv4 or IPv6; the message says which one is wrong, and how.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> AreAddressRanges<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) => rule
        .Must(ranges => AddressRange.WhatIsWrong("allowedAddresses", ranges) is null)
        .WithMessage((_, ranges) => AddressRange.WhatIsWrong("allowedAddresses", ranges));

    internal static Error? ToError(this FluentValidation.Results.ValidationResult verdict) => verdict.IsValid
        ? null
        : new Error(ErrorCodes.ValidationFailed, verdict.Errors[0].ErrorMessage)
        {
            Fields = verdict.Errors
                .GroupBy(failure => Camel(failure.PropertyName))
                .ToDictionary(group => group.Key, group => group.Select(failure => failure.ErrorMessage).Distinct().ToArray()),
        };

    private static string Camel(string path) =>
        string.Join('.', path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}

namespace Platform.Kernel.Results;

/// <summary>What a command or query may answer with: it says whether it failed, so that the transaction can roll back.</summary>
public interface IResult
{
    /// <summary>The failure, or null where it went well.</summary>
    Error? Error { get; }
}

/// <summary>A result that behaviors can make without knowing its value.</summary>
public interface IResult<out TSelf> : IResult
    where TSelf : IResult<TSelf>
{
    static abstract TSelf Failure(Error error);
}

/// <summary>Done, or an expected failure.</summary>
public sealed class Result : IResult<Result>
{
    private Result(Error? error) => Error = error;

    public static Result Done { get; } = new(null);

    public Error? Error { get; }

    public static Result Failure(Error error) => new(error);

    public static implicit operator Result(Error error) => new(error);
}

/// <summary>A value, or an expected failure.</summary>
public sealed class Result<T> : IResult<Result<T>>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    public Error? Error { get; }

    /// <summary>The value; reading it from a failure is a bug.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"The result failed: {Error.Code}");

    public static Result<T> Failure(Error error) => new(default, error);

    /// <summary>For a value of an interface, from which the language converts nothing.</summary>
    public static Result<T> Of(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);
}

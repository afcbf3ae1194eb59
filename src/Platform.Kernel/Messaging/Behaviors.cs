using FluentValidation;
using MediatR;
using Platform.Kernel.Results;

namespace Platform.Kernel.Messaging;

/// <summary>Refuses a message whose fields can't be taken, with all that is wrong at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
        {
            var verdict = await validator.ValidateAsync(request, cancellationToken);
            if (!verdict.IsValid)
            {
                return ResultOf<TResponse>.Failure(ToError(verdict));
            }
        }

        return await next();
    }

    private static Error ToError(FluentValidation.Results.ValidationResult verdict)
    {
        var fields = verdict.Errors
            .GroupBy(failure => Camel(failure.PropertyName))
            .ToDictionary(group => group.Key, group => group.Select(failure => failure.ErrorMessage).Distinct().ToArray());
        return new Error(ErrorCodes.ValidationFailed, verdict.Errors[0].ErrorMessage) { Fields = fields };
    }

    private static string Camel(string path) =>
        string.Join('.', path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}

/// <summary>Gives each outermost command its transaction.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(UnitOfWork work) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        request is ICommand command && !work.IsRunning
            ? work.RunAsync(command, () => next(), cancellationToken)
            : next();
}

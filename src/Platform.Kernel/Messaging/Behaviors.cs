using FluentValidation;
using MediatR;
using Platform.Kernel.Http;

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
            if (verdict.ToError() is { } error)
            {
                return ResultOf<TResponse>.Failure(error);
            }
        }

        return await next();
    }
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

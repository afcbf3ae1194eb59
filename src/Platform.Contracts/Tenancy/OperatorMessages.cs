using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Tenancy;

/// <summary>Whoever was invited to run the instance has accepted with the account's own password. Fails where the invitation was taken back.</summary>
public sealed record ConfirmOperator(Guid AccountId) : ICommand<Result>;

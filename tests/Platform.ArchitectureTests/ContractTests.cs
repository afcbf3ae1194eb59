using System.Reflection;
using System.Runtime.CompilerServices;

namespace Platform.ArchitectureTests;

/// <summary>What the modules know of each other: records of primitives and constants, without logic.</summary>
public class ContractTests
{
    private static readonly Type[] Contracts = [.. House.Contracts.GetTypes().Where(type => !type.IsCompilerGenerated())];

    private static readonly Type[] Primitives = [typeof(string), typeof(Guid), typeof(DateTime), typeof(bool), typeof(int), typeof(long)];

    private static readonly Type[] Collections = [typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(Nullable<>)];

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void A_contract_is_a_sealed_record_or_holds_constants() =>
        Contracts.Where(type => !type.IsPublic || !(IsRecord(type) || IsStatic(type))).Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void A_contract_has_no_logic()
    {
        Contracts.Length.ShouldBeGreaterThan(40);
        foreach (var type in Contracts)
        {
            var getters = type.GetProperties(Declared).Select(property => property.GetMethod).ToHashSet();
            type.GetMethods(Declared).Where(method => !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !getters.Contains(method))
                .Select(method => $"{type.Name}.{method.Name}").ShouldBeEmpty();
            type.GetProperties(Declared).Where(property => property.SetMethod is { } setter && !IsInit(setter)).Select(property => $"{type.Name}.{property.Name}").ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_contract_carries_primitives_and_other_contracts()
    {
        foreach (var type in Contracts.Where(IsRecord))
        {
            var carried = type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Where(parameter => parameter.ParameterType != type);
            carried.Where(parameter => !MayCarry(parameter.ParameterType)).Select(parameter => $"{type.Name}.{parameter.Name}").ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_contract_belongs_to_a_module() =>
        Contracts.Select(type => type.Namespace!).Distinct()
            .Except(House.Modules.Select(module => module.GetName().Name!.Replace("Platform.", "Platform.Contracts."))).ShouldBeEmpty();

    private static bool IsRecord(Type type) => type.IsSealed && type.GetMethod("<Clone>$") is not null;

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    private static bool MayCarry(Type type) =>
        Primitives.Contains(type) || Contracts.Contains(type)
        || (type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments().All(MayCarry));

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}

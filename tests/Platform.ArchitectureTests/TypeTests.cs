using System.Reflection;
using FluentValidation;
using MediatR;
using Platform.Kernel.Modules;

namespace Platform.ArchitectureTests;

/// <summary>What shows outside of a module: its door, and nothing else.</summary>
public class TypeTests
{
    private static readonly Type[] Roles = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IPipelineBehavior<,>), typeof(IValidator<>)];

    public static TheoryData<string> ModuleNames => House.ModuleNames;

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void A_module_shows_one_public_type_its_door(string name)
    {
        var door = House.Module(name).GetExportedTypes().ShouldHaveSingleItem();
        door.FullName.ShouldBe($"{name}.{name.Split('.')[^1]}Module");
        typeof(IModule).IsAssignableFrom(door).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void A_class_is_sealed_unless_another_is_derived_from_it(string name)
    {
        var types = House.Module(name).GetTypes();
        types.Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !type.IsCompilerGenerated())
            .Where(type => !types.Any(other => other.BaseType == type))
            .Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Handlers_behaviors_and_validators_are_sealed_and_hidden()
    {
        var found = House.Modules.Append(House.Kernel).Append(House.Host).SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(IsRole)).ToList();
        found.Count.ShouldBeGreaterThan(50);
        found.Where(type => !type.IsSealed || type.IsVisible).Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Entities_are_sealed_and_change_through_their_verbs_alone()
    {
        foreach (var entity in EntityTests.Entities)
        {
            entity.ClrType.IsSealed.ShouldBeTrue(entity.Name);
            entity.ClrType.GetProperties().Where(property => IsSettable(property)).Select(property => $"{entity.Name}.{property.Name}").ShouldBeEmpty();
        }
    }

    private static bool IsRole(Type contract) => contract.IsGenericType && Roles.Contains(contract.GetGenericTypeDefinition());

    /// <summary>A setter that anybody may call at any time; one for making the object only (<c>init</c>) is none.</summary>
    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { IsPrivate: false } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}

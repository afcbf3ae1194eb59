namespace Microsoft.SqlServer.Server;

// The four public names that Microsoft.Data.SqlClient looks for in this assembly when a command has a parameter.
// Nothing here uses CLR types in a database, so the names are all that is needed.

/// <summary>How a CLR type is laid out in the database.</summary>
public enum Format
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>By the server.</summary>
    Native = 1,

    /// <summary>By <see cref="IBinarySerialize"/>.</summary>
    UserDefined = 2,
}

/// <summary>A CLR type that lays itself out.</summary>
public interface IBinarySerialize
{
    /// <summary>Reads the value.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value.</summary>
    void Write(BinaryWriter w);
}

/// <summary>A type that claims to be a CLR type of the database and is not.</summary>
public sealed class InvalidUdtException : SystemException
{
    internal InvalidUdtException(string message) : base(message) { }
}

/// <summary>Marks a CLR type of the database.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>The layout.</summary>
    public Format Format { get; } = format;

    /// <summary>Bytes at most, from 1 to 8,000, or -1 for more.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>True where every value has the same number of bytes.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>True where bytes sort as values do.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>The method that checks a value.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The type's name in the database.</summary>
    public string? Name { get; set; }
}

using Microsoft.AspNetCore.Http;
using Platform.Kernel.Coherence;

namespace Platform.Kernel.Http;

/// <summary>The request's grant, as <see cref="AccessMiddleware"/> found it.</summary>
public static class GrantFeature
{
    // By its type and not by a type parameter: the server looks for its own features first, and the compiler can settle
    // that only where it knows the type.
    private static readonly Type Key = typeof(Grant);

    extension(HttpContext http)
    {
        /// <summary>Null where the endpoint asks for no credential.</summary>
        public Grant? Grant
        {
            get => (Grant?)http.Features[Key];
            internal set => http.Features[Key] = value;
        }
    }
}

interface Place {
  origin: string;
  organizationId: string;
}

export interface Sample {
  language: string;
  code: string;
}

/** Lines ready to paste. The token itself comes from the environment: a secret has no place in source text. */
export function samplesFor({ origin, organizationId }: Place): Sample[] {
  return [
    {
      language: 'curl',
      code: `export PLATFORM_TOKEN='paste your token here'

curl ${origin}/api/v1/me \\
  -H "Authorization: Bearer $PLATFORM_TOKEN" \\
  -H "Organization-ID: ${organizationId}"`,
    },
    {
      language: 'C#',
      code: `using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

using var client = new HttpClient { BaseAddress = new Uri("${origin}") };
client.DefaultRequestHeaders.Authorization =
    new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("PLATFORM_TOKEN"));
client.DefaultRequestHeaders.Add("Organization-ID", "${organizationId}");

var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
Console.WriteLine(me);`,
    },
    {
      language: 'TypeScript',
      code: `const response = await fetch('${origin}/api/v1/me', {
  headers: {
    Authorization: \`Bearer \${process.env.PLATFORM_TOKEN}\`,
    'Organization-ID': '${organizationId}',
  },
});
if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
console.log(await response.json());`,
    },
    {
      language: 'Python',
      code: `import json
import os
import urllib.request

request = urllib.request.Request(
    "${origin}/api/v1/me",
    headers={
        "Authorization": f"Bearer {os.environ['PLATFORM_TOKEN']}",
        "Organization-ID": "${organizationId}",
    },
)
with urllib.request.urlopen(request) as response:
    print(json.load(response))`,
    },
  ];
}

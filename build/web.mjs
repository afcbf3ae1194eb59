// `npm run build:web`, and what `dotnet publish src/Platform.Host` calls.
import './lib/require-node.mjs';
import { main } from './lib/command.mjs';
import { buildWeb } from './lib/web.mjs';

main(buildWeb);

// The first import of every command. An older Node parses all imports before it runs this one, so the commands and
// build/lib keep to the syntax of Node 14 and import Node's own modules whole (`import fs from 'fs'`).
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or newer is needed, and this is Node ${process.versions.node}.`);
  process.exit(1);
}

import path from 'node:path';

/** The project's folder, wherever a script is started from. */
export const PROJECT_ROOT = path.resolve(__dirname, '..');

import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** The pictures of the README: the demo's data, each page light and dark. */
export default defineConfig({ ...tests, testDir: 'screenshots', testMatch: '*.ts', timeout: 120_000 });

/** Imported before Ink: its colour library asks for the terminal once, and finds none under a test runner. */

process.env.FORCE_COLOR = '3';

"""The console: what makers and officers do, page by page, without script and by keyboard."""

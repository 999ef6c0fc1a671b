"""Browser tests: real Chromium against a real server with a small demo."""

"""Invoice lines: by their headings, or by their arithmetic."""

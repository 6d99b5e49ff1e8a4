"""Public pages in Vietnamese and English: what the register knows, told without login or script."""

"""Public pages in Vietnamese and English: what the register knows, told to people without a login and without script."""

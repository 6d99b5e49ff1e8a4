"""One answer to one scan: green, amber or red, with every reason and the next step."""

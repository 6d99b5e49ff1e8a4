"""The lower half of GS1 Digital Link: grammar, percent coding, writing, quick reading, compression."""

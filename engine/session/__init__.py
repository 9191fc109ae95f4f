"""Sessions: everything that is going on, in one file that opens again as it was. FORMAT.md describes the file."""

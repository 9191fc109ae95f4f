"""Lessons, icons and pictures. A package, so that they are found wherever the program is installed."""

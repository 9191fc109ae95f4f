"""Anything that a person may do with the window, in any order, and what must hold whatever was done."""

"""Gradwalk's command line: the window, or train, lessons and picture without one."""

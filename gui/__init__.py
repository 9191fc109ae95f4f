"""The window: it shows what the engine does and passes on what the user wants."""

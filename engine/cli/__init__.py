"""What the command line needs beyond the engine: words in, results out. It knows no Qt either."""

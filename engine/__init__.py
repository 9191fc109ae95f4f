"""The engine: data, networks and training, in numpy. It knows no Qt."""

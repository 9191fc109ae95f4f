"""What a person does is kept: saved and opened, saved by itself, and offered again after a crash."""

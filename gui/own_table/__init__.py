"""The way of a learner's own table into the window: file, drop or paste → dialog → a lesson."""

"""Tables that a learner brings along: from the bytes of a CSV file to a `Dataset`, or to one line that says why not.

source → encoding → dialect → reading → columns → table → choices → learning → suitable

Python's own csv module parses. Row by row it tells the line of every cell, it can be stopped and watched, it holds
Python's lock for microseconds only, and it reads 100,000 rows of 50 numbers in a second; pandas, polars and pyarrow are
55 to 150 MB each, lose the line numbers that a refusal needs, and are no faster once all cells are kept as text.
"""

"""The training loop, compiled: the arithmetic of `engine.backprop` without Python, and without its lock.

Whoever wants to understand back-propagation reads `backprop.py`; here is the same, written for speed, and tests hold
the two together. numba compiles this package. Nothing in it is imported unless the compiled code is at hand
(`engine.compiled`), and the program does without it.

**Numbers.** All are 64-bit floats. Parameters are one flat vector, for each layer its weights W[out, in] row by row,
then its biases, if it has any. The gradient has the same shape, the optimizer's memory is (slots, parameters).

**Three ways through a batch**, chosen by size (`paths.py`). Each adds the gradient of some rows to the flat gradient:

    one_by_one.py   batches of less than four rows: each row by itself, one number after the other
    together.py     the rows of a batch side by side, eight in a vector: the values of a neuron for up to 64 rows lie
                    next to each other, (neurons, rows), so that one weight meets eight rows at once. Rows are packed
                    once an epoch, and rows that are missing in the last vector count nothing
    wide.py         layers of a hundred neurons and more: matrix products of the BLAS, (rows, neurons)

Below them, `sums.py` has the weighted sums of `together.py`, `lanes.py` the eight numbers that are worked on at once,
`elementary.py` e to the power of x and what follows from it. Above them, `training.py` is the loop, `measuring.py`
takes loss and accuracy.

**A layer** gives z = W a + b and a = f(z), and backwards delta = ∂L/∂z, from it ∂L/∂W, ∂L/∂b and ∂L/∂a of the layer
before it, as in `backprop.py` and under these names. `updates.py` is what then moves the parameters.

**To add an activation**, give it a number and two lines in `functions.py`, its value and its slope; they serve all
three ways, because they are written for one number and for eight alike. A loss goes the same way, an optimizer and a
schedule in `updates.py`. What is registered in the engine and missing here is trained by numpy, and the parity test
asks for it.

After every batch the sum of the squares of all parameters is looked at: where it is infinite or NaN, the loop stops and
says after how many batches, as `Batch.updated` does.
"""

"""Written by tests.bench.train_figures: weights of `sameness.Evidence`, the constant last."""

WEIGHTS = (
    -0.358,  # kinds
    1.225,  # close
    -0.501,  # times
    0.627,  # lead
    -1.341,  # percent
    -2.215,  # age
    -0.919,  # money
    -1.236,  # points
    0.979,  # agreeing
    0.374,  # behind
    0.620,  # fate
    1.428,  # like
    0.512,  # linked
    -1.095,  # constant
)

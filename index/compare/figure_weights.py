"""Written by tests.bench.train_figures: weights of `sameness.Evidence`, the constant last."""

WEIGHTS = (
    -0.266,  # kinds
    -0.421,  # crowd
    1.220,  # close
    -0.512,  # times
    0.520,  # bounded
    -0.790,  # percent
    -1.076,  # age
    -1.371,  # points
    1.022,  # agreeing
    0.380,  # before
    0.194,  # behind
    1.541,  # like
    0.521,  # linked
    0.639,  # fate
    -0.400,  # strange
    -1.114,  # polled
    -0.388,  # other
    -1.143,  # open
    -1.552,  # opposed
    -0.818,  # apart
    -1.212,  # constant
)

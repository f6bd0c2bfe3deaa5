"""Written by tests.bench.train_figures: weights of `sameness.Evidence`, the constant last."""

WEIGHTS = (
    -0.263,  # kinds
    -0.419,  # crowd
    1.215,  # close
    -0.505,  # times
    0.512,  # bounded
    -0.844,  # percent
    -1.074,  # age
    -1.380,  # points
    1.027,  # agreeing
    0.382,  # before
    0.191,  # behind
    1.540,  # like
    0.511,  # linked
    0.624,  # fate
    -0.394,  # strange
    -1.097,  # polled
    -0.384,  # other
    -0.979,  # open
    -1.358,  # opposed
    -0.844,  # apart
    -1.214,  # constant
)

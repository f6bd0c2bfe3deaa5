"""Written by tests.bench.train_figures: weights of `sameness.Evidence`, the constant last."""

WEIGHTS = (
    -0.266,  # kinds
    -0.442,  # crowd
    1.214,  # close
    -0.491,  # times
    0.496,  # bounded
    -0.772,  # percent
    -1.039,  # age
    -1.336,  # points
    1.006,  # agreeing
    0.380,  # before
    0.180,  # behind
    1.551,  # like
    0.503,  # linked
    0.647,  # fate
    -0.384,  # strange
    -1.224,  # polled
    -0.367,  # other
    -0.999,  # open
    -1.332,  # opposed
    -0.834,  # apart
    0.253,  # measured
    -1.223,  # constant
)

"""Written by tests.bench.train_figures: weights of `sameness.Evidence`, the constant last."""

WEIGHTS = (
    -0.247,  # kinds
    -0.401,  # crowd
    1.089,  # close
    -0.740,  # times
    0.314,  # bounded
    -0.841,  # percent
    -1.157,  # age
    -1.352,  # points
    1.048,  # agreeing
    0.395,  # before
    0.254,  # behind
    1.611,  # like
    0.491,  # linked
    0.698,  # fate
    -0.387,  # strange
    -1.175,  # polled
    -0.413,  # other
    -1.091,  # open
    -1.566,  # opposed
    -0.854,  # apart
    -1.056,  # constant
)

"""The version of the distribution, kept here so that asking for it costs no look at its metadata."""

VERSION = "0.1.0"

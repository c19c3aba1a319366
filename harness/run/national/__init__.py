"""Documents with everything that national law adds, and the words that a platform brings along."""

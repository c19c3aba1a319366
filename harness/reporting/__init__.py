"""Views of a run: one writer per format, each derived from ``RunDocument`` and the run's folder alone."""

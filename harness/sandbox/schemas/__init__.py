"""Request bodies as the published schemas describe them: unknown keys are dropped unless the API lets them pass."""

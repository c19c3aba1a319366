"""Loads the plugin, nothing else."""

pytest_plugins = ["harness.run.engine.plugin", "harness.reporting.plugin"]

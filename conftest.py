"""Loads the plugin, nothing else."""

pytest_plugins = ["harness.run.plugin", "harness.reporting.plugin"]

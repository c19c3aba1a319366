import subprocess
import sys

import pytest

from harness.cli import main


@pytest.mark.parametrize("name", sorted(main.list_commands(None)))
def test_every_command_helps(command, name):
    result = command(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ") or name == "sandbox"


def test_the_group_lists_every_command_in_a_line(command):
    listed = command("--help").stdout
    assert all(f"\n  {name} " in listed for name in main.list_commands(None))


def test_help_loads_nothing_heavy():
    heavy = "{'pydantic', 'babel', 'httpx', 'fastapi', 'pypdfium2', 'pytest', 'rich', 'jinja2'}"
    code = f"import sys, harness.cli; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("arguments", [("nothing",), ("run", "--depth", "deep"), ("explain", "--vies", "perhaps")])
def test_unknown_words_are_refused_in_one_line(refused, arguments):
    assert arguments[-1] in refused(*arguments)

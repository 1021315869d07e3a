"""`afterword templates`: the letters' templates, the owner's and those that ship."""

from __future__ import annotations

import click


@click.group("templates")
def command() -> None:
    """Check the templates of your letters, or print one that ships to start from.

    \b
    Examples:
      afterword templates check
      afterword templates show thank_you
    """


@command.command("check")
def check() -> int:
    """Write a sample letter from every template, in every language, and name every mistake at once with its line.

    \b
    Example:
      afterword templates check
    """
    from afterword.cli.wording import counted
    from afterword.errors import OwnersError
    from afterword.owner.configuration import text_of
    from afterword.paths import config_folder
    from afterword_rules.follow_ups.cadence_rules import load_cadences
    from afterword_rules.letters.template_check import check_templates, own_templates
    from afterword_rules.yaml_files.source import Problem

    folder = config_folder()
    wrong: list[Problem] = []
    cadences, found = load_cadences(text_of(folder / "follow_ups.yaml", wrong), "follow_ups.yaml")
    wrong += found
    kinds = {kind: cadence.template or kind for kind, cadence in cadences.items() if not cadence.disabled}
    problems = [*map(str, wrong), *map(str, check_templates(folder / "templates", kinds))]
    if problems:
        raise OwnersError(*problems)
    number = counted(len(own_templates(folder / "templates")), "template")
    click.echo(f"{folder / 'templates'}: {number} of yours; every letter can be written.")
    return 0


@command.command("show")
@click.argument("kind")
@click.option("--lang", "language", default="en", help="The language: en, de, fr or es.")
def show(kind: str, language: str) -> int:
    """Print the template of KIND that ships: save it under templates/ in your configuration, and change it there.

    \b
    Example:
      afterword templates show thank_you > ~/.config/afterword/templates/en/thank_you.txt.j2
    """
    from afterword.errors import OwnersError
    from afterword_rules.letters.templates import built_in_template, built_in_templates
    from afterword_rules.yaml_files.source import did_you_mean

    shipped = built_in_templates()
    kind = kind.replace("-", "_")
    if language not in shipped:
        msg = f'no letters ship in "{language}"{did_you_mean(language, shipped)}'
        raise OwnersError(msg)
    if kind not in shipped[language]:
        msg = f'no template "{kind}" ships{did_you_mean(kind, shipped[language])}'
        raise OwnersError(msg)
    click.echo(built_in_template(kind, language), nl=False)
    return 0

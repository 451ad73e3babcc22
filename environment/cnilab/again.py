"""./lab again: restores a notebook to the state before the learner worked in it."""

from . import arguments, paths
from .copies import Copies


def main(words: list[str]) -> int:
    chosen = [path.name for path in paths.notebooks(arguments.again().parse_args(words).steps)]
    copies = Copies.of_the_learner()
    if copies.are_the_originals():
        raise SystemExit(f"lab: {copies.folder} holds the course's own notebooks, not copies; git restore brings them back")
    copies.bring_up_to_date()
    for name in chosen:
        if copies.is_as_new(name):
            print(f"lab: {copies.folder / name} is unchanged already")
            continue
        kept = copies.again(name)
        print(f"lab: {copies.folder / name} is new again; your version is kept beside it as {kept.name}")
    print("     If one is open in JupyterLab, close its tab and open it again. Your progress is unchanged.")
    return 0

"""./lab again: restores a notebook to the state before the learner worked in it."""

from . import arguments, paths
from .copies import Copies


def main(words: list[str]) -> int:
    chosen = [path.name for path in paths.notebooks(arguments.again().parse_args(words).steps)]
    copies = Copies.of_the_learner()
    if copies.are_the_originals():
        raise SystemExit(f"lab: {copies.folder} holds the course's own notebooks, no copies; git restore puts them back")
    copies.bring_up_to_date()
    for name in chosen:
        if copies.is_as_new(name):
            print(f"lab: {copies.folder / name} is as new already")
            continue
        kept = copies.again(name)
        print(f"lab: {copies.folder / name} is as new; what you had is kept beside it as {kept.name}")
    print("     If one is open in JupyterLab, close its tab and open it again. Your progress is as it was.")
    return 0

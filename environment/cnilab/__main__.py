"""python -m cnilab COMMAND: called by ./lab."""

import sys


def main(command: str, arguments: list[str]) -> int:
    # Each command imports only what it needs: nbconvert alone costs half a second.
    if command == "start":
        from . import start

        return start.main()
    if command == "run":
        from . import run

        return run.main(arguments)
    if command == "export":
        from . import export

        return export.main(arguments)
    if command == "bench":
        from . import bench

        return bench.main()
    if command == "set-up-kernel":
        from . import kernel

        return kernel.main()
    raise SystemExit(f"lab: {command} is not a command")


sys.exit(main(sys.argv[1], sys.argv[2:]))

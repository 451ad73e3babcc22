package dev.cnilab.userland.process;

import java.util.List;

/** An executable that was found: its program, and argv after what a script's first line adds. */
record Loaded(Program program, List<String> arguments) {}

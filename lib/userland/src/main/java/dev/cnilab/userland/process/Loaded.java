package dev.cnilab.userland.process;

import java.util.List;

/**
 * A loaded executable: its program, and argv including the words that a script's first line adds.
 */
record Loaded(Program program, List<String> arguments) {}

package dev.cnilab.userland.process;

import java.util.List;

/**
 * A loaded executable.
 *
 * @param arguments argv including the words that a script's first line adds
 * @param executable the path of the program, which for a script is its interpreter; empty if the
 *     program is in no file
 */
record LoadedExecutable(Program program, List<String> arguments, String executable) {}

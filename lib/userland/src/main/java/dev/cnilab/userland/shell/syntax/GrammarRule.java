package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.ShellCommand;
import java.io.IOException;

/** A rule of the grammar, which parses a command. */
@FunctionalInterface
interface GrammarRule {
  ShellCommand parse() throws IOException;
}

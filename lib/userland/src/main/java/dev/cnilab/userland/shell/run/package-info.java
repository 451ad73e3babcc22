/** Executes what the parser of {@code sh} reads: one interpreter per shell process or subshell. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.run;

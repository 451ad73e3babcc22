/**
 * The grammar of {@code sh}: a parser that reads one complete command at a time, as dash does, into
 * a syntax tree; POSIX.1-2017, Shell Command Language.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.syntax;

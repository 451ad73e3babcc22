/**
 * The expansions of {@code sh}: parameters, command substitution, field splitting, pathnames;
 * POSIX.1-2017, Shell Command Language 2.6.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.expand;

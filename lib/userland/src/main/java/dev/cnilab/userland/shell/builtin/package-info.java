/** The builtins of {@code sh}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.builtin;

/** {@code sh}: the command itself. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell;

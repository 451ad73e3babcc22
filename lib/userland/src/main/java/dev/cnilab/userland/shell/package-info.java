/** {@code sh}: the command. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell;

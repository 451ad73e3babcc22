/** The syntax tree of {@code sh}: commands, redirections and words before their expansion. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.tree;

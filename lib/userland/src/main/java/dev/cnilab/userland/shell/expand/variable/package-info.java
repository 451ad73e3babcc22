/** The variables of a shell. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.expand.variable;

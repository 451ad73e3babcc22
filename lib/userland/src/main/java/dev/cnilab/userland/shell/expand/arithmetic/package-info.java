/** Arithmetic expansion. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.expand.arithmetic;

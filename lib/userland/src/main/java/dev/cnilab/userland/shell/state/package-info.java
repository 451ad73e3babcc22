/** The state and the dialect of a shell. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.state;

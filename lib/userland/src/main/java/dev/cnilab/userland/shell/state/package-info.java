/** What a shell remembers, and in which dialect it speaks. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.shell.state;

/** The streams of a process: its file descriptors, and what it reads and writes through them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.stream;

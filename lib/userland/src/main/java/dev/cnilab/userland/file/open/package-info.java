/** Open file descriptions (open(2)): pipes, sockets, terminals, and sinks outside the machine. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.open;

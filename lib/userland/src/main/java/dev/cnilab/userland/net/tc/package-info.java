/** The command {@code tc}: queues before links. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.tc;

/** {@code tc}: queueing disciplines of links. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.tc;

/** {@code lsof -i}: the processes that hold sockets. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.lsof;

/** {@code lsof -i}: which process holds which socket. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.lsof;

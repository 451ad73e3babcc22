/** {@code socat}: relays data between two addresses of any kind. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.socat;

/** Debian's ifupdown, which configures the network from {@code /etc/network/interfaces}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.ifupdown;

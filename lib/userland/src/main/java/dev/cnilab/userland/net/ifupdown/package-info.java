/** Debian's ifupdown: the network as {@code /etc/network/interfaces} describes it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.ifupdown;

/** {@code ip link}: iproute2's ip/iplink.c and what follows {@code type}, and busybox's. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.link;

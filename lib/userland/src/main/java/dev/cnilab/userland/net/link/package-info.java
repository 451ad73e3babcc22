/** {@code ip link} and {@code ip address}: iproute2's ip/iplink.c and ip/ipaddress.c. */
@NullMarked
package dev.cnilab.userland.net.link;

import org.jspecify.annotations.NullMarked;

/** {@code ip route}: iproute2's ip/iproute.c. */
@NullMarked
package dev.cnilab.userland.net.route;

import org.jspecify.annotations.NullMarked;

/** {@code ip neigh}: iproute2's ip/ipneigh.c. */
@NullMarked
package dev.cnilab.userland.net.neigh;

import org.jspecify.annotations.NullMarked;

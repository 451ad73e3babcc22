/** {@code tcpdump}: its filters and its way of printing packets. */
@NullMarked
package dev.cnilab.userland.net.capture;

import org.jspecify.annotations.NullMarked;

/** {@code traceroute} and {@code tracepath}: the hops on the path to a host. */
@NullMarked
package dev.cnilab.userland.net.traceroute;

import org.jspecify.annotations.NullMarked;

/** {@code traceroute} and {@code tracepath}: where packets to a host pass by. */
@NullMarked
package dev.cnilab.userland.net.traceroute;

import org.jspecify.annotations.NullMarked;

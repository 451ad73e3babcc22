/** {@code ip}: its options, its objects, and {@code ip netns}. */
@NullMarked
package dev.cnilab.userland.net.iproute;

import org.jspecify.annotations.NullMarked;

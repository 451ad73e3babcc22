/** {@code tcpdump}: capturing, filters and output. */
@NullMarked
package dev.cnilab.userland.net.capture;

import org.jspecify.annotations.NullMarked;

/** {@code ping} of iputils and of busybox, and {@code arping}. */
@NullMarked
package dev.cnilab.userland.net.ping;

import org.jspecify.annotations.NullMarked;

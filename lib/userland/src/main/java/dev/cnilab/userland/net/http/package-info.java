/** What HTTP clients share, and busybox's {@code wget}. */
@NullMarked
package dev.cnilab.userland.net.http;

import org.jspecify.annotations.NullMarked;

/** HTTP clients: {@code curl} and busybox's {@code wget}. */
@NullMarked
package dev.cnilab.userland.net.http;

import org.jspecify.annotations.NullMarked;

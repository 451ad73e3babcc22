/** {@code conntrack}: the connections that a namespace tracks. */
@NullMarked
package dev.cnilab.userland.net.conntrack;

import org.jspecify.annotations.NullMarked;

/** {@code bridge} of iproute2 and {@code brctl} of bridge-utils. */
@NullMarked
package dev.cnilab.userland.net.bridge;

import org.jspecify.annotations.NullMarked;

/** {@code socat}: two ends of any kind, and what goes from each to the other. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.socat;

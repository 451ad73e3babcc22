/** The commands of BIND that print whole answers: {@code dig} and {@code host}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.dns.dig;

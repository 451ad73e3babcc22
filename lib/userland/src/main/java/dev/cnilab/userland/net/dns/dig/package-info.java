/** The commands of BIND that show whole answers: {@code dig} and {@code host}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.dns.dig;

/** {@code getent}: the name service switch. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.dns.getent;

/** What the name service switch knows: {@code getent}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.dns.getent;

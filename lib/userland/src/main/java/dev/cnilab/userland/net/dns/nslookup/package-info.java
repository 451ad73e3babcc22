/** The {@code nslookup} of BIND and that of BusyBox. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.dns.nslookup;

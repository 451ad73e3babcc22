/** {@code ip address} and {@code ip maddress}: the addresses of links. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.link.address;

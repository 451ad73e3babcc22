/** What {@code ip link} and {@code ip address} print of a link, and of which links. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.link.report;

/** The output of {@code ip link} and {@code ip address}, and the selection of links. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.link.report;

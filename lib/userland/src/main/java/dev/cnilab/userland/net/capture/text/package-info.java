/** A packet as tcpdump prints it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.capture.text;
